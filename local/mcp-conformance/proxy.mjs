// Adds a token to what passes, because the conformance suite cannot:
//   node proxy.mjs <base URL> <token> <file that the port is written to>
import { renameSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';

const [base, token, portFile] = process.argv.slice(2);
const { hostname, port } = new URL(base);

const server = createServer((incoming, answer) => {
  const headers = { ...incoming.headers, authorization: `Bearer ${token}` };
  const outgoing = request(
    { hostname, port, path: incoming.url, method: incoming.method, headers },
    (response) => {
      answer.writeHead(response.statusCode, response.headers);
      response.pipe(answer);
    },
  );
  outgoing.on('error', () => answer.destroy());
  incoming.pipe(outgoing);
});
server.listen(0, '127.0.0.1', () => {
  writeFileSync(`${portFile}.new`, String(server.address().port));
  renameSync(`${portFile}.new`, portFile);
});
