// Starts and kills `./posthouse local`.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HERE, SELLER } from './chain.mjs';
import { call } from './payer.mjs';

const READY_MS = 600_000; // it may have to be built first

export class Posthouse {
  constructor(facilitator, node) {
    this.flags = ['--facilitator', facilitator, '--node', node, '--pay-to', SELLER.address];
    this.data = mkdtempSync(path.join(tmpdir(), 'posthouse-x402-'));
  }

  async start() {
    const ready = path.join(this.data, 'ready.json');
    rmSync(ready, { force: true });
    this.process = spawn(process.env.POSTHOUSE ?? path.join(HERE, '../../posthouse'),
      ['local', '--port', '0', '--seed', 'none', '--quiet', '--data', path.join(this.data, 'data'), '--ready-file', ready, ...this.flags],
      { stdio: ['ignore', 'ignore', 'inherit'] });
    const began = Date.now();
    while (!existsSync(ready)) {
      if (this.process.exitCode !== null || Date.now() - began > READY_MS) throw new Error('posthouse does not start');
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    const { baseUrl, pid } = JSON.parse(readFileSync(ready, 'utf8'));
    this.url = baseUrl;
    this.pid = pid;
    return this;
  }

  /// Ends it as a power cut would.
  async kill() {
    const ended = new Promise(resolve => this.process.once('exit', resolve));
    process.kill(this.pid, 'SIGKILL');
    await ended;
  }

  advance(duration) {
    return call('POST', `${this.url}/_local/clock/advance`, null, { duration });
  }

  async signUp(alias) {
    const { status, body } = await call('POST', `${this.url}/public/signup`, null, {
      mailboxAlias: alias, agentName: 'Payer', operatorEmail: 'operator@example.com', productName: 'Loop', useCase: 'Paying',
    });
    if (status !== 201) throw new Error(`signup answers ${status}: ${JSON.stringify(body)}`);
    return body.accessToken;
  }

  get(token, what) {
    return call('GET', `${this.url}/v1/billing/${what}`, token).then(it => it.body);
  }

  confirm(token, receiptId) {
    return call('POST', `${this.url}/v1/billing/payment/confirm`, token, { receiptId });
  }

  stop() {
    try { process.kill(this.pid, 'SIGKILL'); } catch { /* ended already */ }
    rmSync(this.data, { recursive: true, force: true });
  }
}
