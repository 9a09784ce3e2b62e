// The official facilitator over HTTP, which can be told to fail for one payer or for everybody:
//   POST /_fault {"op": "verify|settle", "mode": "drop", "payer": "0x…"?, "reason": "…"?, "count": 1}
// The modes that end in -after fail after the work was done: the money has moved, the answer is lost.
import { createServer } from 'node:http';
import { x402Facilitator } from '@x402/core/facilitator';
import { toFacilitatorEvmSigner } from '@x402/evm';
import { ExactEvmScheme } from '@x402/evm/exact/facilitator';
import { FACILITATOR, NETWORK } from './chain.mjs';

export const MODES = ['http500', 'http500-after', 'html502', 'hang', 'hang-after', 'drop', 'drop-after', 'garbage',
  'badshape', 'reject', 'reject400', '429', 'pending-after'];
const HANG_MS = 60_000;
const CONFIRM_MS = 8_000;

export async function startFacilitator(chain, port = 0) {
  const client = chain.facilitator;
  // One transaction at a time: two at once would take the same number of the facilitator's account.
  let last = Promise.resolve();
  const inTurn = work => { const turn = last.then(work, work); last = turn.catch(() => {}); return turn; };
  const signer = toFacilitatorEvmSigner({
    address: FACILITATOR.address,
    getCode: it => client.getCode(it),
    readContract: it => client.readContract({ ...it, args: it.args ?? [] }),
    verifyTypedData: it => client.verifyTypedData(it),
    writeContract: it => inTurn(() => client.writeContract({ ...it, args: it.args ?? [] })),
    sendTransaction: it => inTurn(() => client.sendTransaction(it)),
    waitForTransactionReceipt: it => client.waitForTransactionReceipt(it),
  }, { confirmationTimeoutMs: CONFIRM_MS });
  const official = new x402Facilitator().register(NETWORK, new ExactEvmScheme(signer));

  const faults = [];
  const calls = [];
  const waiting = [];
  const sleep = ms => new Promise(resolve => waiting.push(setTimeout(resolve, ms)));
  const json = (response, status, body) => {
    if (response.destroyed) return;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

  const work = (op, body) => official[op](body.paymentPayload, body.paymentRequirements);

  async function fail(fault, op, body, request, response) {
    const payer = body.paymentPayload?.payload?.authorization?.from;
    const no = reason => op === 'settle'
      ? { success: false, errorReason: reason, transaction: '', network: NETWORK, payer }
      : { isValid: false, invalidReason: reason, payer };
    const done = fault.mode.endsWith('-after') ? await work(op, body) : undefined;
    switch (fault.mode) {
      case 'http500': return json(response, 500, { error: "Cannot read properties of undefined (reading 'from')" });
      case 'http500-after': return json(response, 500, { error: 'lost' });
      case 'html502': return response.writeHead(502, { 'content-type': 'text/html' }).end('<html>502 Bad Gateway</html>');
      case 'hang': await sleep(HANG_MS); return json(response, 504, {});
      case 'hang-after': await sleep(HANG_MS); return json(response, 200, done);
      case 'drop': case 'drop-after': return request.socket.destroy();
      case 'garbage': return response.writeHead(200, { 'content-type': 'application/json' }).end('{"success": tru');
      case 'badshape': return json(response, 200, op === 'settle' ? { ok: true } : { valid: 'yes' });
      case 'reject': return json(response, 200, no(fault.reason ?? (op === 'settle' ? 'unexpected_settle_error' : 'unexpected_verify_error')));
      case 'reject400': return json(response, 400, no(fault.reason ?? 'insufficient_funds'));
      case '429': response.setHeader('retry-after', '1'); return json(response, 429, { error: 'rate limited' });
      default: return json(response, 200, done.success
        ? { ...done, success: false, errorReason: 'settlement_pending' } : done);
    }
  }

  async function answer(op, body, request, response) {
    const payer = body.paymentPayload?.payload?.authorization?.from?.toLowerCase();
    calls.push({ op, payer });
    const at = faults.findIndex(fault => fault.op === op && (!fault.payer || fault.payer.toLowerCase() === payer));
    if (at >= 0) {
      const fault = faults[at];
      if (--fault.count === 0) faults.splice(at, 1);
      if (fault.call) await fault.call();
      if (fault.mode) return fail(fault, op, body, request, response);
    }
    return json(response, 200, await work(op, body));
  }

  const server = createServer(async (request, response) => {
    try {
      let text = '';
      for await (const chunk of request) text += chunk;
      const body = text ? JSON.parse(text) : {};
      switch (`${request.method} ${request.url}`) {
        case 'POST /verify': return await answer('verify', body, request, response);
        case 'POST /settle': return await answer('settle', body, request, response);
        case 'GET /supported': return json(response, 200, official.getSupported());
        case 'GET /_calls': return json(response, 200, { calls });
        case 'POST /_fault':
          if (!['verify', 'settle'].includes(body.op) || !MODES.includes(body.mode)) {
            return json(response, 400, { error: `op is verify or settle, mode one of ${MODES.join(' ')}` });
          }
          faults.push({ count: 1, ...body });
          return json(response, 200, { faults });
        default: return json(response, 404, { error: 'not found' });
      }
    } catch (e) {
      json(response, 500, { error: String(e?.message ?? e) });
    }
  });
  await new Promise((resolve, reject) => { server.once('error', reject); server.listen(port, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    calls,
    /// Makes the next call of that payer fail, or runs `call` before it is answered.
    fault: it => faults.push({ count: 1, ...it }),
    stop: () => { waiting.forEach(clearTimeout); server.closeAllConnections(); server.close(); },
  };
}
