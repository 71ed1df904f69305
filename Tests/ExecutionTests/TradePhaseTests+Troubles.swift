extension TradePhaseTests {
  /// The same of a trade of which a part is on its way out, and of one of which more left than was
  /// held.
  static let troubledVerdicts = """
    cutting | tick | closing | cancel replaced, cancel replaced
    cutting | 11 days | closing | cancel replaced, cancel replaced
    cutting | halt | open | -
    cutting | flatten | closing | cancel halted, cancel halted
    cutting | resume | open | -
    cutting | trend with | open | -
    cutting | trend against | open | -
    cutting | setup void | open | -
    cutting | candle | open | -
    cutting | indicators | open | -
    cutting | same approval | open | -
    cutting | other approval | open | abandoned shared-position
    cutting | opposite approval | open | request entry sell 1
    cutting | listing | open | -
    cutting | configuration | open | -
    cutting | entry part | diverged | diverged 1 1.4, amend 1.4 stop 90
    cutting | entry whole | diverged | diverged 1 2, amend 2 stop 90
    cutting | entry gone | open | -
    cutting | entry refused | open | -
    cutting | stop part | closing | cancel replaced, cancel replaced
    cutting | stop gone | closing | cancel replaced, cancel replaced
    cutting | target 1 | partial | target 1 0.5 left 0.5, amend 0.5 stop 100.2
    cutting | target 2 | partial | target 2 0.3 left 0.7, amend 0.7 stop 100.2
    cutting | target gone | open | -
    cutting | exit whole | closed | diverged 1 0, closed reduced @ 100 net 0 R 0, cancel trade-closed, cancel trade-closed, cancel trade-closed
    cutting | exit refused | open | -
    cutting | exit gone | open | reduced 0 left 1
    cutting | exit part | open | amend 0.9 stop 90
    cutting | stop whole | closed | closed stop @ 90 net -10 R -1, cancel trade-closed, cancel trade-closed, cancel trade-closed
    cutting | stop refused | closing | cancel replaced, cancel replaced
    cutting | halt asked | open | -
    cutting | cancel all | open | cancel requested, cancel requested
    cutting | close all | closing | cancel requested, cancel requested
    cutting | close it | closing | cancel requested, cancel requested
    cutting | close other | open | -
    cutting | funding | open | -
    cutting | foreign order | open | -
    cutting | unaccounted order | open | diverged 0 -1
    cutting | liquidation | open | -
    cutting | connected | open | -
    cutting | disconnected | open | -
    cutting | halt and flatten | closing | cancel halted, cancel halted
    cutting | limit hit | open | -
    cutting | limit of others | open | -
    cutting | warning | open | -
    cutting | limit over | open | -
    cutting | limit changed | open | -
    cutting | equity | open | -
    cutting | reduce part | open | -
    cutting | reduce all | open | -
    cutting | reduce other | open | -
    cutting | report agrees | open | -
    cutting | report differs | open | -
    cutting | third report differs | diverged | instrument diverged position 1 7
    overdrawn | tick | diverged | -
    overdrawn | 11 days | diverged | -
    overdrawn | halt | diverged | -
    overdrawn | flatten | diverged | -
    overdrawn | resume | diverged | -
    overdrawn | trend with | diverged | -
    overdrawn | trend against | diverged | -
    overdrawn | setup void | diverged | -
    overdrawn | candle | diverged | -
    overdrawn | indicators | diverged | -
    overdrawn | same approval | diverged | -
    overdrawn | other approval | diverged | abandoned diverged
    overdrawn | opposite approval | diverged | abandoned diverged
    overdrawn | listing | diverged | -
    overdrawn | configuration | diverged | -
    overdrawn | entry part | diverged | diverged -0.1 0.3
    overdrawn | entry whole | diverged | diverged -0.1 0.9
    overdrawn | entry gone | diverged | -
    overdrawn | entry refused | diverged | -
    overdrawn | stop part | diverged | diverged -0.1 -0.2
    overdrawn | stop gone | diverged | -
    overdrawn | target 1 | diverged | diverged -0.1 -0.6
    overdrawn | target 2 | diverged | diverged -0.1 -0.4
    overdrawn | target gone | diverged | -
    overdrawn | exit whole | diverged | none
    overdrawn | exit refused | diverged | none
    overdrawn | exit gone | diverged | none
    overdrawn | exit part | diverged | none
    overdrawn | stop whole | diverged | diverged -0.1 -1.1
    overdrawn | stop refused | diverged | -
    overdrawn | halt asked | diverged | -
    overdrawn | cancel all | diverged | -
    overdrawn | close all | diverged | -
    overdrawn | close it | diverged | -
    overdrawn | close other | diverged | -
    overdrawn | funding | diverged | -
    overdrawn | foreign order | diverged | -
    overdrawn | unaccounted order | diverged | diverged 0 -1
    overdrawn | liquidation | diverged | -
    overdrawn | connected | diverged | -
    overdrawn | disconnected | diverged | -
    overdrawn | halt and flatten | diverged | -
    overdrawn | limit hit | diverged | -
    overdrawn | limit of others | diverged | -
    overdrawn | warning | diverged | -
    overdrawn | limit over | diverged | -
    overdrawn | limit changed | diverged | -
    overdrawn | equity | diverged | -
    overdrawn | reduce part | diverged | -
    overdrawn | reduce all | diverged | -
    overdrawn | reduce other | diverged | -
    overdrawn | report agrees | diverged | -
    overdrawn | report differs | diverged | -
    overdrawn | third report differs | diverged | instrument diverged position -0.1 7
    """
}
