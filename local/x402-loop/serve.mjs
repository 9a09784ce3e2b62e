// A chain and a facilitator to try things by hand with; ends with Ctrl-C.
import { SELLER, account, startChain } from './chain.mjs';
import { startFacilitator } from './facilitator.mjs';

const chain = await startChain(10);
const facilitator = await startFacilitator(chain, Number(process.argv[2] ?? 0));
console.log(`facilitator  ${facilitator.url}     POST /_fault {"op", "mode"}, GET /_calls`);
console.log(`chain        ${chain.url}`);
console.log(`seller       ${SELLER.address}`);
console.log(`payer 0      ${account(2).address}     and nine more, 1,000 dollars each`);
console.log(`\n./posthouse local --facilitator ${facilitator.url} --node ${chain.url}`);
const end = () => { facilitator.stop(); chain.stop(); process.exit(0); };
process.on('SIGINT', end);
process.on('SIGTERM', end);
