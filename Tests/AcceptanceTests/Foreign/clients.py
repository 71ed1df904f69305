"""Clients that know nothing of Martlet trade at a simulated venue: ccxt and pybit, by HTTP and by
WebSocket. Each step prints `ok` and its name; the first that fails ends the run with its reason.

usage: clients.py REST STREAMS CONTROL
"""
import asyncio
import json
import sys
import time
import urllib.request

import ccxt
import ccxt.pro
import pybit._websocket_stream
from pybit.unified_trading import HTTP, WebSocket, WebSocketTrading

REST, STREAMS, CONTROL = sys.argv[1:4]
KEYS = {"apiKey": "simulated-key", "secret": "simulated-secret"}
LINEAR, SPOT = "BTC/USDT:USDT", "BTC/USDT"


def ok(name, condition, found=""):
    if not condition:
        raise SystemExit(f"failed: {name}: {found}")
    print("ok", name, flush=True)


def refused(name, kind, call):
    try:
        call()
    except kind:
        return ok(name, True)
    except Exception as error:
        raise SystemExit(f"failed: {name}: {type(error).__name__} {error}")
    raise SystemExit(f"failed: {name}: not refused")


def at_loopback(exchange):
    """Sends all that an exchange of ccxt says to the simulated venue."""
    def point(urls):
        for name, url in urls.items():
            if isinstance(url, dict):
                point(url)
            elif url.startswith("ws"):
                urls[name] = STREAMS + "/" + url.split("/", 3)[3]
            else:
                urls[name] = REST
    point(exchange.urls["api"])
    return exchange


def truth():
    with urllib.request.urlopen(CONTROL + "/truth") as answer:
        return json.load(answer)


def ccxt_market(exchange):
    exchange.load_markets()
    ok("ccxt markets", {LINEAR, SPOT, "ETH/USDT:USDT"} <= set(exchange.symbols))
    ok("ccxt time", abs(exchange.fetch_time() - exchange.milliseconds()) < 5_000)
    for symbol in (LINEAR, SPOT):
        ticker = exchange.fetch_ticker(symbol)
        ok(f"ccxt ticker {symbol}", ticker["bid"] < ticker["last"] < ticker["ask"], ticker)
        book = exchange.fetch_order_book(symbol, 50)
        bids, asks = ([price for price, _ in book[side]] for side in ("bids", "asks"))
        ok(f"ccxt book {symbol}", len(bids) == len(asks) == 50 and bids[0] < asks[0]
           and bids == sorted(bids, reverse=True) and asks == sorted(asks))
        ok(f"ccxt trades {symbol}", len(exchange.fetch_trades(symbol)) > 0)
    for frame in ("1m", "5m", "15m", "1h", "4h", "1d", "1w"):
        bars = exchange.fetch_ohlcv(LINEAR, frame, limit=1000)
        step = exchange.parse_timeframe(frame) * 1000
        gaps = {b[0] - a[0] for a, b in zip(bars, bars[1:])}
        ok(f"ccxt candles {frame}", len(bars) == 1000 and gaps == {step}, (len(bars), gaps))
        ok(f"ccxt highs and lows {frame}", all(
            low <= min(o, c) and max(o, c) <= high for _, o, high, low, c, _ in bars))
    ok("ccxt funding", len(exchange.fetch_funding_rate_history(LINEAR, limit=20)) == 20)


def ccxt_trading(exchange):
    before = exchange.fetch_balance()["USDT"]["total"]
    ok("ccxt balance", before > 1000, before)
    last = exchange.fetch_ticker(LINEAR)["last"]
    far = exchange.price_to_precision(LINEAR, last * 0.9)
    order = exchange.create_order(LINEAR, "limit", "buy", 0.01, far, {"clientOrderId": "foreign-1"})
    found = exchange.fetch_open_orders(LINEAR)
    ok("ccxt open order", [o["id"] for o in found] == [order["id"]]
       and found[0]["clientOrderId"] == "foreign-1", found)
    refused("ccxt duplicate client id", ccxt.BaseError, lambda: exchange.create_order(
        LINEAR, "limit", "buy", 0.01, far, {"clientOrderId": "foreign-1"}))
    exchange.edit_order(order["id"], LINEAR, "limit", "buy", 0.02, float(far) + 10)
    found = exchange.fetch_open_order(order["id"], LINEAR)
    ok("ccxt amended order", found["amount"] == 0.02 and found["price"] == float(far) + 10, found)
    exchange.cancel_order(order["id"], LINEAR)
    ok("ccxt cancelled order", exchange.fetch_open_orders(LINEAR) == [])
    refused("ccxt order gone", ccxt.OrderNotFound, lambda: exchange.cancel_order("no-id", LINEAR))
    refused("ccxt poor", ccxt.InsufficientFunds, lambda: exchange.create_order(
        LINEAR, "limit", "buy", 100, far))
    refused("ccxt tiny", ccxt.InvalidOrder, lambda: exchange.create_order(
        LINEAR, "limit", "buy", 0.001, 1000))
    exchange.set_leverage(7, LINEAR)
    bought = exchange.create_order(LINEAR, "market", "buy", 0.01)
    position = exchange.fetch_position(LINEAR)
    ok("ccxt position", position["side"] == "long" and position["contracts"] == 0.01
       and position["leverage"] == 7, position)
    fills = [f for f in exchange.fetch_my_trades(LINEAR) if f["order"] == bought["id"]]
    ok("ccxt fills", sum(f["amount"] for f in fills) == 0.01 and fills[0]["fee"]["cost"] > 0, fills)
    exchange.create_order(LINEAR, "market", "sell", 0.01, None, {
        "stopLossPrice": float(far), "reduceOnly": True})
    ok("ccxt stop", [o["info"]["orderStatus"] for o in exchange.fetch_open_orders(LINEAR)]
       == ["Untriggered"])
    exchange.cancel_all_orders(LINEAR)
    exchange.create_order(LINEAR, "market", "sell", 0.01, None, {"reduceOnly": True})
    ok("ccxt flat", not exchange.fetch_position(LINEAR)["contracts"])
    exchange.create_market_buy_order_with_cost(SPOT, 100)
    coins = exchange.fetch_balance()["BTC"]["total"]
    ok("ccxt spot purchase", coins > 0.001, coins)
    fee = exchange.fetch_my_trades(SPOT)[-1]["fee"]
    ok("ccxt spot fee in the coin", fee["currency"] == "BTC" and fee["cost"] > 0, fee)
    exchange.create_order(SPOT, "market", "sell", float(exchange.amount_to_precision(SPOT, coins)))
    ok("ccxt balance after", 0 < before - exchange.fetch_balance()["USDT"]["total"] < 20)
    refused("ccxt stranger", ccxt.AuthenticationError, lambda: at_loopback(
        ccxt.bybit({"apiKey": "stranger", "secret": "x"})).fetch_balance())
    refused("ccxt wrong secret", ccxt.AuthenticationError, lambda: at_loopback(
        ccxt.bybit({"apiKey": KEYS["apiKey"], "secret": "wrong"})).fetch_balance())
    late = at_loopback(ccxt.bybit(KEYS))
    late.nonce = lambda: ccxt.Exchange.milliseconds() - 60_000
    refused("ccxt late clock", ccxt.InvalidNonce, late.fetch_balance)


async def ccxt_streams():
    exchange = at_loopback(ccxt.pro.bybit(KEYS))
    await exchange.load_markets()

    async def within(name, watch, condition=lambda found: True, seconds=20):
        found = await asyncio.wait_for(watch, seconds)
        ok(name, condition(found), found)
        return found

    for symbol in (LINEAR, SPOT):
        for _ in range(20):
            book = await asyncio.wait_for(exchange.watch_order_book(symbol), 20)
            if not book["bids"][0][0] < book["asks"][0][0]:
                raise SystemExit(f"failed: a crossed book of {symbol}: {book}")
        ok(f"ccxt.pro book {symbol}", len(book["bids"]) == 50, len(book["bids"]))
        await within(f"ccxt.pro ticker {symbol}", exchange.watch_ticker(symbol),
                     lambda ticker: ticker["last"] > 0)
        await within(f"ccxt.pro trades {symbol}", exchange.watch_trades(symbol), len)
        await within(f"ccxt.pro candles {symbol}", exchange.watch_ohlcv(symbol, "1m"), len)
    watches = [asyncio.ensure_future(watch) for watch in (
        exchange.watch_orders(), exchange.watch_my_trades(), exchange.watch_balance())]
    await asyncio.sleep(1)
    bought = await exchange.create_order(LINEAR, "market", "buy", 0.01)
    await within("ccxt.pro orders", watches[0], lambda found: found[-1]["id"] == bought["id"])
    await within("ccxt.pro fills", watches[1], lambda found: found[-1]["order"] == bought["id"])
    await within("ccxt.pro balance", watches[2], lambda found: found["USDT"]["total"] > 0)
    last = (await exchange.fetch_ticker(LINEAR))["last"]
    far = float(exchange.price_to_precision(LINEAR, last * 0.9))
    order = await exchange.create_order_ws(LINEAR, "limit", "buy", 0.01, far)
    await within("ccxt.pro amend", exchange.edit_order_ws(
        order["id"], LINEAR, "limit", "buy", 0.02, far))
    await within("ccxt.pro cancel", exchange.cancel_order_ws(order["id"], LINEAR))
    await exchange.create_order(LINEAR, "market", "sell", 0.01, None, {"reduceOnly": True})
    await exchange.close()


def pybit_rest():
    session = HTTP(api_key=KEYS["apiKey"], api_secret=KEYS["secret"])
    session.endpoint = REST
    linear = {"category": "linear", "symbol": "BTCUSDT"}
    ok("pybit time", session.get_server_time()["retCode"] == 0)
    pages, cursor = [], None
    while True:
        page = session.get_instruments_info(category="linear", limit=2, cursor=cursor)["result"]
        pages += [row["symbol"] for row in page["list"]]
        cursor = page["nextPageCursor"]
        if not cursor:
            break
    ok("pybit instruments by pages", sorted(pages) == ["BTCUSDT", "ETHUSDT", "SOLUSDT"], pages)
    ok("pybit candles", len(session.get_kline(interval="5", limit=7, **linear)["result"]["list"]) == 7)
    last = float(session.get_tickers(**linear)["result"]["list"][0]["lastPrice"])
    far = str(round(last * 0.9, 1))
    ok("pybit key", session.get_api_key_information()["result"]["apiKey"] == KEYS["apiKey"])
    order = session.place_order(
        side="Buy", orderType="Limit", qty="0.01", price=far, **linear)["result"]["orderId"]
    session.amend_order(orderId=order, qty="0.03", **linear)
    found = session.get_open_orders(**linear)["result"]["list"]
    ok("pybit open order", [(o["orderId"], o["qty"]) for o in found] == [(order, "0.030")], found)
    session.cancel_order(orderId=order, **linear)
    history = session.get_order_history(orderId=order, **linear)["result"]["list"]
    ok("pybit history", [o["orderStatus"] for o in history] == ["Cancelled"], history)
    session.place_order(side="Buy", orderType="Market", qty="0.01", **linear)
    session.set_leverage(buyLeverage="9", sellLeverage="9", **linear)
    session.set_trading_stop(
        takeProfit=str(round(last * 1.1, 1)), stopLoss=far, tpslMode="Full", positionIdx=0, **linear)
    held = session.get_positions(**linear)["result"]["list"][0]
    ok("pybit position", held["size"] == "0.010" and held["leverage"] == "9"
       and held["stopLoss"] == far, held)
    ok("pybit executions", session.get_executions(**linear)["result"]["list"][0]["execQty"] == "0.010")
    session.place_order(side="Sell", orderType="Market", qty="0.01", reduceOnly=True, **linear)
    ok("pybit protection gone", session.get_open_orders(**linear)["result"]["list"] == [])
    ok("pybit wallet", float(session.get_wallet_balance(accountType="UNIFIED")["result"]["list"][0][
        "totalEquity"]) > 1000)


def pybit_streams():
    connect = pybit._websocket_stream._WebSocketManager._connect

    def at_loopback(self, url):
        return connect(self, STREAMS + "/" + url.split("/", 3)[3])

    pybit._websocket_stream._WebSocketManager._connect = at_loopback
    # pybit notes a subscription after it has sent it; an answer may be faster than that here.
    manager = pybit._websocket_stream._V5WebSocketManager
    process = manager._process_subscription_message

    def later(self, message):
        time.sleep(0.05)
        process(self, message)

    manager._process_subscription_message = later
    heard = {}

    def note(name):
        return lambda message: heard.setdefault(name, []).append(message)

    public = WebSocket(testnet=False, channel_type="linear")
    public.orderbook_stream(50, "BTCUSDT", note("book"))
    public.trade_stream("BTCUSDT", note("trade"))
    public.ticker_stream("BTCUSDT", note("ticker"))
    public.kline_stream(1, "BTCUSDT", note("kline"))
    private = WebSocket(testnet=False, channel_type="private", api_key=KEYS["apiKey"],
                        api_secret=KEYS["secret"])
    private.order_stream(note("order"))
    private.execution_stream(note("execution"))
    private.position_stream(note("position"))
    private.wallet_stream(note("wallet"))
    trading = WebSocketTrading(testnet=False, api_key=KEYS["apiKey"], api_secret=KEYS["secret"])
    time.sleep(1.5)
    trading.place_order(note("placed"), category="linear", symbol="BTCUSDT", side="Buy",
                        orderType="Market", qty="0.01", orderLinkId="foreign-stream")
    names = {"book", "trade", "ticker", "kline", "order", "execution", "position", "wallet", "placed"}
    deadline = time.time() + 20
    while set(heard) != names and time.time() < deadline:
        time.sleep(0.1)
    ok("pybit streams", set(heard) == names, sorted(heard))
    ok("pybit order by stream", heard["placed"][0]["retCode"] == 0, heard["placed"])
    ok("pybit news of it", heard["execution"][0]["data"][0]["orderLinkId"] == "foreign-stream")
    for connection in (public, private, trading):
        connection.exit()


def counted():
    counts = truth()
    ok("the venue's own count", counts["posts"]["foreign-1"] == 2
       and counts["accepted"]["foreign-1"] == 1 and counts["accepted"]["foreign-stream"] == 1, counts)


client = at_loopback(ccxt.bybit(KEYS))
ccxt_market(client)
ccxt_trading(client)
asyncio.run(ccxt_streams())
pybit_rest()
pybit_streams()
counted()
