// Pays a URL: node pay-once.mjs URL TOKEN [JSON] [payer number] [most to pay, such as $25]
import { pay } from './payer.mjs';

const [url, token, body = '{}', payer = '0', max] = process.argv.slice(2);
if (!url || !token) {
  console.error('Usage: ./run pay URL TOKEN [JSON] [payer number] [most to pay, such as $25]');
  process.exit(2);
}
const paid = await pay(Number(payer), url, { token, body: JSON.parse(body), max });
console.log(JSON.stringify({ status: paid.status, settlement: paid.settlement, body: paid.body }, null, 2));
process.exit(paid.status === 200 ? 0 : 1);
