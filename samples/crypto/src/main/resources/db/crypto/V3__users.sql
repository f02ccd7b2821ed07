-- Three accounts to try the service with.

INSERT INTO users (id, username) VALUES (1, 'alice'), (2, 'bob'), (3, 'carol');
ALTER TABLE users ALTER COLUMN id RESTART WITH 4;

INSERT INTO wallets (user_id, coin_id, balance)
SELECT seed.user_id, coins.id, seed.balance
FROM (VALUES
  (1, 'BTC', 1.5), (1, 'ETH', 12.25), (1, 'SOL', 140), (1, 'USDT', 25000),
  (2, 'BTC', 0.75), (2, 'ETH', 8), (2, 'ADA', 12000), (2, 'DOGE', 50000.5),
  (3, 'BTC', 0.1), (3, 'ETH', 3.125), (3, 'LINK', 410), (3, 'SHIB', 90000000)
) AS seed (user_id, symbol, balance)
JOIN coins ON coins.symbol = seed.symbol
ORDER BY seed.user_id, coins.id;
