// The whole proof: the official client pays `./posthouse local` through the official facilitator on a chain, with every
// fault at verify and at settle, and the process killed at each step. Whatever happens, a payment is credited once and
// paid once, and `confirm` brings it to its end.
import { MODES, startFacilitator } from './facilitator.mjs';
import { SELLER, account, startChain } from './chain.mjs';
import { Posthouse } from './posthouse.mjs';
import { call, pay } from './payer.mjs';

const CREDITS = 5;
const UNITS = 10_000n; // atomic units of a credit: a cent
const CONFIRMS_MAX = 4;
const LEASE = 'PT1M';
const PAYERS = 40;
const addresses = Array.from({ length: PAYERS }, (_, i) => account(2 + i).address);
const payerAddress = number => addresses[number];

const began = Date.now();
const rows = [];
let payers = 0;

function expect(what, actual, wanted) {
  if (JSON.stringify(actual) !== JSON.stringify(wanted)) {
    throw new Error(`${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(wanted)}`);
  }
}

async function check(name, work) {
  const start = Date.now();
  try {
    tell('ok', name, await work() ?? '', Date.now() - start);
  } catch (e) {
    tell('FAILED', name, e.stack ?? e.message, Date.now() - start);
  }
}

function tell(state, name, detail, ms) {
  rows.push(state);
  console.log(`${state.padEnd(7)}${name.padEnd(46)}${String(ms).padStart(6)} ms  ${detail}`);
}

const chain = await startChain(PAYERS);
const facilitator = await startFacilitator(chain);
const posthouse = new Posthouse(facilitator.url, chain.url);
// Nothing is left running, however this ends.
process.on('exit', () => { posthouse.stop(); chain.stop(); });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

/// A tenant and a wallet that nobody else uses, so that all cases can run at once.
async function customer() {
  const payer = payers++;
  return { payer, token: await posthouse.signUp(`payer-${payer}`) };
}

const topUp = it => pay(it.payer, `${posthouse.url}/v1/billing/topup`, { token: it.token, body: { credits: CREDITS } });

async function confirmed(it, receiptId) {
  for (let tries = 1; tries <= CONFIRMS_MAX; tries++) {
    const { status, body, headers } = await posthouse.confirm(it.token, receiptId);
    expect('a confirmation has no quote', headers.get('payment-required'), null);
    if (status === 200) return tries;
    if (body.code === 'payment_failed') return `failed: ${body.receipt.reason}`;
  }
  throw new Error(`not settled after ${CONFIRMS_MAX} confirmations`);
}

/// What the tenant has, what the ledger says and what the chain says are one and the same.
async function agrees(it, credits) {
  const account = await posthouse.get(it.token, 'account');
  const ledger = await posthouse.get(it.token, 'ledger');
  expect('credits', account.availableCredits, credits);
  expect('ledger', ledger.items.reduce((sum, entry) => sum + entry.creditsDelta, 0), credits);
  expect('paid on the chain', String(await chain.paidBy(it.payer)), String(BigInt(credits) * UNITS));
}

/// A fault, its answer, and as many confirmations as it takes.
async function faulty(it, op, mode) {
  facilitator.fault({ op, mode, payer: payerAddress(it.payer) });
  const paid = await topUp(it);
  expect('quotes', paid.quotes, 1);
  expect('signatures', paid.proofs.length, 1);
  let end = paid.status === 200 ? 'settled at once' : `confirmed ${await confirmed(it, paid.body.receiptId)}×`;
  if (end.includes('failed')) {
    await agrees(it, 0);
    // Refused for good: the payer signs anew, and pays once.
    expect('a new payment', (await topUp(it)).status, 200);
    end += ', paid anew';
  }
  await agrees(it, CREDITS);
  return `${paid.status} ${paid.settlement?.errorReason ?? 'settled'}; ${end}`;
}

const STEPS = [
  ['killed while verifying', 'verify', 'hang'],
  ['killed while settling, before the chain', 'settle', 'hang'],
  ['killed while settling, after the chain', 'settle', 'hang-after'],
  ['killed, and never confirmed', 'settle', 'hang-after'],
];

/// Ends the process, once, while a payment is at each of the steps. Gives who paid.
async function killed() {
  const its = [];
  for (const _ of STEPS) its.push(await customer());
  const lost = [];
  await Promise.all(STEPS.map(async ([, op, mode], i) => {
    await new Promise(resolve => {
      facilitator.fault({ op, mode, payer: payerAddress(its[i].payer), call: () => resolve() });
      lost.push(topUp(its[i]).catch(() => 'no answer'));
    });
    if (mode === 'hang-after') while (await chain.paidBy(its[i].payer) === 0n) await new Promise(r => setTimeout(r, 50));
  }));
  // DynamoDB Local may answer before the write is on the disk; DynamoDB does not.
  await new Promise(r => setTimeout(r, 1_000));
  await posthouse.kill();
  expect('the answers', await Promise.all(lost), STEPS.map(() => 'no answer'));
  await posthouse.start();
  return its;
}

async function recovered(it, receiptId) {
  const receipt = await posthouse.get(it.token, `receipts/${receiptId ?? (await onlyReceipt(it)).id}`);
  const tries = await confirmed(it, receipt.id);
  await agrees(it, CREDITS);
  return `was ${receipt.status}; confirmed ${tries}×`;
}

async function onlyReceipt(it) {
  const { items } = await posthouse.get(it.token, 'receipts');
  expect('receipts', items.length, 1);
  return items[0];
}

/// What the table does at the next call of the function after the facilitator has settled.
async function unwritten(kind, seed) {
  const it = await customer();
  facilitator.fault({
    op: 'settle',
    payer: payerAddress(it.payer),
    call: () => call('POST', `${posthouse.url}/_local/faults`, null,
      { target: 'dynamodb', kind, count: 1, seed, at: 'POST /v1/billing/topup' }),
  });
  const paid = await topUp(it);
  expect('the answer', paid.status >= 500, true);
  // A function that died says nothing; one that lives names the receipt.
  const { id } = await onlyReceipt(it);
  expect('the receipt', paid.body.receiptId, kind === 'crash' ? undefined : id);
  await posthouse.advance(LEASE);
  return `${paid.status}; ${await recovered(it, paid.body.receiptId)}`;
}

/// Nobody confirms: the schedule finds the payment on the chain.
async function reconciled(it) {
  await posthouse.advance('PT11M');
  expect('status', (await onlyReceipt(it)).status, 'settled');
  await agrees(it, CREDITS);
  return 'credited by the schedule';
}

/// An authorization that was never used ends, and nothing was paid.
async function expired() {
  const it = await customer();
  facilitator.fault({ op: 'settle', mode: 'drop', payer: payerAddress(it.payer) });
  const { body } = await topUp(it);
  await chain.pass(3 * 3600);
  await posthouse.advance('PT3H');
  const receipt = await posthouse.get(it.token, `receipts/${body.receiptId}`);
  expect('status', receipt.status, 'expired');
  await agrees(it, 0);
  return 'expired, unpaid';
}

try {
  await posthouse.start();

  await check('top-up', async () => {
    const it = await customer();
    const paid = await topUp(it);
    expect('status', paid.status, 200);
    expect('settled', paid.settlement.success, true);
    await agrees(it, CREDITS);
    return `transaction ${paid.settlement.transaction.slice(0, 10)}…`;
  });
  await check('the same proof again, and by another tenant', async () => {
    const it = await customer();
    const paid = await topUp(it);
    const url = `${posthouse.url}/v1/billing/topup`;
    const again = await call('POST', url, it.token, { credits: CREDITS }, { 'payment-signature': paid.proofs[0] });
    expect('status', again.status, 200);
    expect('receipt', again.body.receiptId, paid.body.receiptId);
    const thief = await customer();
    const stolen = await call('POST', url, thief.token, { credits: CREDITS }, { 'payment-signature': paid.proofs[0] });
    expect('code', stolen.body.code, 'payment_proof_used');
    await agrees(it, CREDITS);
    await agrees(thief, 0);
  });
  await check('upgrade', async () => {
    const it = await customer();
    const paid = await pay(it.payer, `${posthouse.url}/v1/billing/upgrade-intent`, { token: it.token, max: '$25' });
    expect('status', paid.status, 200);
    const account = await posthouse.get(it.token, 'account');
    expect('credits', account.availableCredits, 10_000);
    expect('tier', account.pricingTier, 'paid_review');
    expect('paid', String(await chain.paidBy(it.payer)), '10000000');
  });
  await check('an empty wallet', async () => {
    const it = await customer();
    facilitator.fault({ op: 'verify', mode: 'reject', reason: 'invalid_exact_evm_insufficient_balance', payer: payerAddress(it.payer) });
    const paid = await topUp(it);
    expect('code', paid.body.code, 'payment_failed');
    expect('quotes', paid.quotes, 1);
    await agrees(it, 0);
  });

  // Those that hang wait for a timeout, so all of them at once.
  const cases = MODES.flatMap(mode => mode.endsWith('-after') ? [['settle', mode]] : [['verify', mode], ['settle', mode]]);
  const customers = [];
  for (const _ of cases) customers.push(await customer());
  await Promise.all(cases.map(([op, mode], i) => check(`${op} ${mode}`, () => faulty(customers[i], op, mode))));

  let paying = [];
  await check('the process is killed', async () => { paying = await killed(); await posthouse.advance(LEASE); });
  for (const [i, [name]] of STEPS.entries()) {
    await check(name, () => name.endsWith('never confirmed') ? reconciled(paying[i]) : recovered(paying[i]));
  }
  // The seeds say whether the call took effect before the function died.
  for (const [what, seed] of [['without', 3], ['with', 1]]) {
    await check(`crashed while crediting, ${what} effect`, () => unwritten('crash', seed));
  }
  await check('the table is silent, without effect', () => unwritten('timeout_before', 1));
  await check('the table is silent, with effect', () => unwritten('timeout_after', 1));
  await check('never carried out', expired);

  await check('all balances together', async () => {
    const paid = await chain.balance(SELLER.address);
    let sum = 0n;
    for (let i = 0; i < payers; i++) sum += await chain.paidBy(i);
    expect('the seller got what the payers paid', String(paid), String(sum));
    return `${Number(paid) / 1e6} dollars, ${facilitator.calls.length} calls to the facilitator`;
  });
} finally {
  posthouse.stop();
  facilitator.stop();
  chain.stop();
}

const failed = rows.filter(state => state !== 'ok').length;
console.log(`\n${failed ? 'FAILED' : 'PASSED'}: ${rows.length - failed} of ${rows.length} in ${Math.round((Date.now() - began) / 1000)} s`);
process.exit(failed ? 1 : 0);
