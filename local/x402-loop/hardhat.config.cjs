// A chain of one's own with Base Sepolia's number, so that quotes look as they do there.
module.exports = {
  solidity: '0.8.28',
  networks: {
    hardhat: {
      chainId: 84532,
      allowBlocksWithSameTimestamp: true,
      mining: { auto: true, interval: 1000 },
      loggingEnabled: false,
      accounts: { count: 60, accountsBalance: '1000000000000000000000' },
    },
  },
};
