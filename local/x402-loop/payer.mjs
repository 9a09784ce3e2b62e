// Pays a URL with the official client, as any agent would.
import { wrapFetchWithPayment, x402Client } from '@x402/fetch';
import { ExactEvmScheme } from '@x402/evm/exact/client';
import { account } from './chain.mjs';

export const decoded = header => header && JSON.parse(Buffer.from(header, 'base64').toString('utf8'));

/// POSTs and pays with the payer of that number. Gives the last answer and the proof that was sent.
///
/// The client's own limits hold: known assets only, and at most a dollar unless `max` says more.
export async function pay(payer, url, { token, body, max, headers = {} }) {
  const client = new x402Client().register('eip155:*', new ExactEvmScheme(account(2 + payer)));
  if (max) client.setSpendControls({ maxAmountPerPayment: max });
  const sent = { proofs: [], quotes: 0 };
  const watched = async (input, init) => {
    const request = input instanceof Request ? input : new Request(input, init);
    const proof = request.headers.get('payment-signature');
    if (proof) sent.proofs.push(proof);
    const answer = await fetch(request);
    if (answer.headers.get('payment-required')) sent.quotes++;
    return answer;
  };
  const answer = await wrapFetchWithPayment(watched, client)(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body: JSON.stringify(body ?? {}),
  });
  return { ...sent, status: answer.status, body: await answer.json(), settlement: decoded(answer.headers.get('payment-response')) };
}

/// POSTs or GETs without paying.
export async function call(method, url, token, body, headers = {}) {
  const answer = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}
