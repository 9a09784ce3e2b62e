// A session with each of the official TypeScript clients, against the running system:
//   node clients.mjs <url of /mcp> <token of a mailbox>
import assert from 'node:assert/strict';
import { Client as Client2, StreamableHTTPClientTransport as Http2 } from '@modelcontextprotocol/client';
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as Http1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const [url, token] = process.argv.slice(2);
const identity = { name: 'mcp-conformance', version: '1.0.0' };
const withToken = { requestInit: { headers: { Authorization: `Bearer ${token}` } } };

async function session(name, client, transport, version) {
  await client.connect(transport);
  assert.equal(client.getNegotiatedProtocolVersion?.() ?? transport.protocolVersion, version);
  if (version < '2026') {
    await client.ping();
  }
  const { tools } = await client.listTools();
  assert.equal(tools.length, 10);

  // Both clients hold structured content against the output schemas they have just read.
  const mailbox = (await client.callTool({ name: 'get_mailbox', arguments: {} })).structuredContent;
  const mail = { to: mailbox.address, subject: `From ${name}`, text: 'Good morning.' };
  const sent = await client.callTool({ name: 'send_email', arguments: mail });
  const again = await client.callTool({ name: 'send_email', arguments: mail });
  assert.equal(sent.structuredContent.replayed, false);
  assert.equal(again.structuredContent.replayed, true);
  assert.equal(again.structuredContent.messageId, sent.structuredContent.messageId);

  const refused = await client.callTool({ name: 'get_message', arguments: { messageId: 'msg_no' } });
  assert.equal(refused.isError, true);
  assert.equal(refused.structuredContent, undefined);
  await assert.rejects(client.callTool({ name: 'no_such_tool', arguments: {} }), /-?32602|no_such_tool/);
  await client.close();
  console.log(`${name}: passed`);
}

await session('sdk 1', new Client1(identity), new Http1(new URL(url), withToken), '2025-11-25');
for (const [era, mode, version] of [
  ['legacy', 'legacy', '2025-11-25'],
  ['auto', 'auto', '2026-07-28'],
  ['pinned', { pin: '2026-07-28' }, '2026-07-28'],
]) {
  const client = new Client2(identity, { versionNegotiation: { mode } });
  await session(`client 2, ${era}`, client, new Http2(new URL(url), withToken), version);
}
