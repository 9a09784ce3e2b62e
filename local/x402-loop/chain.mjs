// A chain for tests: Hardhat's node in a process of its own, with a dollar token where Base Sepolia's USDC is.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPublicClient, createWalletClient, defineChain, http, publicActions } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';

export const HERE = path.dirname(fileURLToPath(import.meta.url));
export const NETWORK = 'eip155:84532';
export const ASSET = '0x036CbD53842c5426634e7929541eC2318f3dCF7e';
const MULTICALL3 = '0xcA11bde05977b3631167028862bE2a173976CA11';
const FUNDS = 1_000_000_000n; // atomic units: 1,000 dollars
const require = createRequire(import.meta.url);

// The words every development chain begins with: nobody's money.
export const account = index =>
  mnemonicToAccount('test test test test test test test test test test test junk', { addressIndex: index });
export const FACILITATOR = account(0);
export const SELLER = account(1);

export const freePort = () => new Promise((resolve, reject) => {
  const server = createServer();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => resolve(port)); });
});

function compiled() {
  const solc = require('solc');
  const sources = {};
  for (const file of readdirSync(path.join(HERE, 'contracts'))) {
    sources[file] = { content: readFileSync(path.join(HERE, 'contracts', file), 'utf8') };
  }
  const output = JSON.parse(solc.compile(JSON.stringify({
    language: 'Solidity',
    sources,
    settings: {
      evmVersion: 'paris',
      optimizer: { enabled: true, runs: 200 },
      outputSelection: { '*': { '*': ['abi', 'evm.deployedBytecode.object'] } },
    },
  })));
  const errors = (output.errors ?? []).filter(error => error.severity === 'error');
  if (errors.length) throw new Error(errors.map(error => error.formattedMessage).join('\n'));
  const of = (file, name) => ({
    abi: output.contracts[file][name].abi,
    code: '0x' + output.contracts[file][name].evm.deployedBytecode.object,
  });
  return { token: of('Token.sol', 'Token'), multicall: of('Multicall.sol', 'Multicall') };
}

/// Starts a chain on a free port and gives its first `payers` accounts from the third on 1,000 dollars each.
export async function startChain(payers) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const node = spawn(process.execPath,
    ['node_modules/hardhat/internal/cli/bootstrap.js', 'node', '--hostname', '127.0.0.1', '--port', String(port)],
    { cwd: HERE, stdio: 'ignore', env: { ...process.env, HARDHAT_DISABLE_TELEMETRY_PROMPT: 'true', CI: '1' } });
  const { token, multicall } = compiled();
  const rpc = async (method, params = []) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    const { result, error } = await answer.json();
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  };
  for (let tries = 0; ; tries++) {
    try { await rpc('eth_chainId'); break; } catch (e) {
      if (tries > 300 || node.exitCode !== null) throw new Error('the chain does not start', { cause: e });
      await new Promise(resolve => setTimeout(resolve, 200));
    }
  }
  await rpc('hardhat_setCode', [ASSET, token.code]);
  await rpc('hardhat_setCode', [MULTICALL3, multicall.code]);
  const network = defineChain({ id: 84532, name: 'loop', nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [url] } } });
  const options = { chain: network, transport: http(url, { retryCount: 1, timeout: 15_000 }), pollingInterval: 100, cacheTime: 0 };
  const reader = createPublicClient(options);
  const facilitator = createWalletClient({ ...options, account: FACILITATOR }).extend(publicActions);
  for (let i = 0; i < payers; i++) {
    await rpc('eth_sendTransaction', [{ from: FACILITATOR.address, to: ASSET, data: '0x40c10f19'
      + account(2 + i).address.slice(2).toLowerCase().padStart(64, '0') + FUNDS.toString(16).padStart(64, '0') }]);
  }
  return {
    url,
    facilitator,
    rpc,
    balance: address => reader.readContract({ address: ASSET, abi: token.abi, functionName: 'balanceOf', args: [address] }),
    paidBy: async index => FUNDS - await reader.readContract(
      { address: ASSET, abi: token.abi, functionName: 'balanceOf', args: [account(2 + index).address] }),
    pass: async seconds => { await rpc('evm_increaseTime', [seconds]); await rpc('evm_mine'); },
    stop: () => { node.kill('SIGKILL'); },
  };
}
