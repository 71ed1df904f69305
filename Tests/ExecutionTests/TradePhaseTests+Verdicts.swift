extension TradePhaseTests {
  /// Phase, input, next phase, and what is said.
  static let verdicts = """
    pending | tick | pending | cancel expired
    pending | 11 days | pending | cancel expired
    pending | halt | pending | cancel halted
    pending | flatten | pending | cancel halted
    pending | resume | pending | -
    pending | trend with | pending | -
    pending | trend against | pending | cancel entry-lapsed
    pending | setup void | pending | cancel entry-lapsed
    pending | candle | pending | -
    pending | indicators | pending | -
    pending | same approval | pending | -
    pending | other approval | pending | abandoned shared-position
    pending | opposite approval | pending | request entry sell 1
    pending | listing | pending | -
    pending | configuration | pending | -
    pending | entry part | pending | cancel entry-lapsed
    pending | entry whole | open | opened 1 @ 100 stop 90 targets 115 130, request stop sell 1 stop 90
    pending | entry gone | over | abandoned cancelled
    pending | entry refused | over | abandoned rejected
    pending | stop part | pending | none
    pending | stop gone | pending | none
    pending | target 1 | pending | none
    pending | target 2 | pending | none
    pending | target gone | pending | none
    pending | exit whole | pending | none
    pending | exit refused | pending | none
    pending | exit gone | pending | none
    pending | exit part | pending | none
    pending | stop whole | pending | none
    pending | stop refused | pending | none
    pending | halt asked | pending | cancel halted
    pending | cancel all | pending | cancel requested
    pending | close all | pending | cancel requested
    pending | close it | pending | cancel requested
    pending | close other | pending | -
    pending | funding | pending | -
    pending | foreign order | pending | -
    pending | unaccounted order | pending | diverged 0 -1
    pending | liquidation | pending | -
    pending | connected | pending | -
    pending | disconnected | pending | -
    pending | halt and flatten | pending | cancel halted
    pending | limit hit | pending | cancel reducing
    pending | limit of others | pending | -
    pending | warning | pending | -
    pending | limit over | pending | -
    pending | limit changed | pending | -
    pending | equity | pending | -
    pending | reduce part | pending | -
    pending | reduce all | pending | -
    pending | reduce other | pending | -
    pending | report agrees | pending | -
    pending | report differs | pending | -
    pending | third report differs | pending | instrument diverged position 0 7
    open | tick | closing | cancel replaced, cancel replaced, request exit sell 1
    open | 11 days | closing | cancel replaced, cancel replaced, request exit sell 1
    open | halt | open | -
    open | flatten | closing | cancel halted, cancel halted, request exit sell 1
    open | resume | open | -
    open | trend with | open | -
    open | trend against | open | -
    open | setup void | open | -
    open | candle | open | -
    open | indicators | open | -
    open | same approval | open | -
    open | other approval | open | abandoned shared-position
    open | opposite approval | open | request entry sell 1
    open | listing | open | -
    open | configuration | open | -
    open | entry part | diverged | diverged 1 1.4, amend 1.4 stop 90
    open | entry whole | diverged | diverged 1 2, amend 2 stop 90
    open | entry gone | open | -
    open | entry refused | open | -
    open | stop part | closing | cancel replaced, cancel replaced
    open | stop gone | closing | cancel replaced, cancel replaced, request exit sell 1
    open | target 1 | partial | target 1 0.5 left 0.5, amend 0.5 stop 100.2
    open | target 2 | partial | target 2 0.3 left 0.7, amend 0.7 stop 100.2
    open | target gone | open | -
    open | exit whole | open | none
    open | exit refused | open | none
    open | exit gone | open | none
    open | exit part | open | none
    open | stop whole | closed | closed stop @ 90 net -10 R -1, cancel trade-closed, cancel trade-closed
    open | stop refused | closing | cancel replaced, cancel replaced, request exit sell 1
    open | halt asked | open | -
    open | cancel all | open | cancel requested, cancel requested
    open | close all | closing | cancel requested, cancel requested, request exit sell 1
    open | close it | closing | cancel requested, cancel requested, request exit sell 1
    open | close other | open | -
    open | funding | open | -
    open | foreign order | open | -
    open | unaccounted order | open | diverged 0 -1
    open | liquidation | open | -
    open | connected | open | -
    open | disconnected | open | -
    open | halt and flatten | closing | cancel halted, cancel halted, request exit sell 1
    open | limit hit | open | -
    open | limit of others | open | -
    open | warning | open | -
    open | limit over | open | -
    open | limit changed | open | -
    open | equity | open | -
    open | reduce part | open | request exit sell 0.1
    open | reduce all | closing | cancel replaced, cancel replaced, request exit sell 1
    open | reduce other | open | -
    open | report agrees | open | -
    open | report differs | open | -
    open | third report differs | diverged | instrument diverged position 1 7
    partial | tick | partial | -
    partial | 11 days | closing | cancel replaced, request exit sell 0.5
    partial | halt | partial | -
    partial | flatten | closing | cancel halted, request exit sell 0.5
    partial | resume | partial | -
    partial | trend with | partial | -
    partial | trend against | partial | -
    partial | setup void | partial | -
    partial | candle | partial | -
    partial | indicators | partial | -
    partial | same approval | partial | -
    partial | other approval | partial | abandoned shared-position
    partial | opposite approval | partial | request entry sell 1
    partial | listing | partial | -
    partial | configuration | partial | -
    partial | entry part | diverged | diverged 0.5 0.9, amend 0.9 stop 100.2
    partial | entry whole | diverged | diverged 0.5 1.5, amend 1.5 stop 100.2
    partial | entry gone | partial | -
    partial | entry refused | partial | -
    partial | stop part | closing | cancel replaced
    partial | stop gone | closing | cancel replaced, request exit sell 0.5
    partial | target 1 | closed | diverged 0.5 0, closed target @ 115 net 15 R 1.5, cancel trade-closed, cancel trade-closed
    partial | target 2 | partial | target 2 0.3 left 0.2, amend 0.2 stop 100.2
    partial | target gone | partial | -
    partial | exit whole | partial | none
    partial | exit refused | partial | none
    partial | exit gone | partial | none
    partial | exit part | partial | none
    partial | stop whole | closed | closed break-even @ 102.5 net 2.5 R 0.25, cancel trade-closed
    partial | stop refused | closing | cancel replaced, request exit sell 0.5
    partial | halt asked | partial | -
    partial | cancel all | partial | cancel requested
    partial | close all | closing | cancel requested, request exit sell 0.5
    partial | close it | closing | cancel requested, request exit sell 0.5
    partial | close other | partial | -
    partial | funding | partial | -
    partial | foreign order | partial | -
    partial | unaccounted order | partial | diverged 0 -1
    partial | liquidation | partial | -
    partial | connected | partial | -
    partial | disconnected | partial | -
    partial | halt and flatten | closing | cancel halted, request exit sell 0.5
    partial | limit hit | partial | -
    partial | limit of others | partial | -
    partial | warning | partial | -
    partial | limit over | partial | -
    partial | limit changed | partial | -
    partial | equity | partial | -
    partial | reduce part | partial | request exit sell 0.1
    partial | reduce all | closing | cancel replaced, request exit sell 0.5
    partial | reduce other | partial | -
    partial | report agrees | partial | -
    partial | report differs | partial | -
    partial | third report differs | diverged | instrument diverged position 0.5 7
    runner | tick | partial | -
    runner | 11 days | closing | request exit sell 0.2
    runner | halt | partial | -
    runner | flatten | closing | request exit sell 0.2
    runner | resume | partial | -
    runner | trend with | partial | -
    runner | trend against | closing | request exit sell 0.2
    runner | setup void | partial | -
    runner | candle | partial | -
    runner | indicators | partial | amend 0.2 stop 134
    runner | same approval | partial | -
    runner | other approval | partial | abandoned shared-position
    runner | opposite approval | partial | request entry sell 1
    runner | listing | partial | -
    runner | configuration | partial | -
    runner | entry part | diverged | diverged 0.2 0.6, amend 0.6 stop 100.2
    runner | entry whole | diverged | diverged 0.2 1.2, amend 1.2 stop 100.2
    runner | entry gone | partial | -
    runner | entry refused | partial | -
    runner | stop part | closing | -
    runner | stop gone | closing | request exit sell 0.2
    runner | target 1 | diverged | diverged 0.2 -0.3, cancel trade-closed
    runner | target 2 | diverged | diverged 0.2 -0.1, cancel trade-closed
    runner | target gone | partial | -
    runner | exit whole | partial | none
    runner | exit refused | partial | none
    runner | exit gone | partial | none
    runner | exit part | partial | none
    runner | stop whole | over | closed break-even @ 114.5 net 14.5 R 1.45
    runner | stop refused | closing | request exit sell 0.2
    runner | halt asked | partial | -
    runner | cancel all | partial | -
    runner | close all | closing | request exit sell 0.2
    runner | close it | closing | request exit sell 0.2
    runner | close other | partial | -
    runner | funding | partial | -
    runner | foreign order | partial | -
    runner | unaccounted order | partial | diverged 0 -1
    runner | liquidation | partial | -
    runner | connected | partial | -
    runner | disconnected | partial | -
    runner | halt and flatten | closing | request exit sell 0.2
    runner | limit hit | partial | -
    runner | limit of others | partial | -
    runner | warning | partial | -
    runner | limit over | partial | -
    runner | limit changed | partial | -
    runner | equity | partial | -
    runner | reduce part | partial | request exit sell 0.1
    runner | reduce all | closing | request exit sell 0.2
    runner | reduce other | partial | -
    runner | report agrees | partial | -
    runner | report differs | partial | -
    runner | third report differs | diverged | instrument diverged position 0.2 7
    closing | tick | closing | -
    closing | 11 days | closing | -
    closing | halt | closing | -
    closing | flatten | closing | -
    closing | resume | closing | -
    closing | trend with | closing | -
    closing | trend against | closing | -
    closing | setup void | closing | -
    closing | candle | closing | -
    closing | indicators | closing | -
    closing | same approval | closing | -
    closing | other approval | closing | abandoned expired
    closing | opposite approval | closing | abandoned expired
    closing | listing | closing | -
    closing | configuration | closing | -
    closing | entry part | diverged | diverged 1 1.4, amend 1.4 stop 90
    closing | entry whole | diverged | diverged 1 2, amend 2 stop 90
    closing | entry gone | closing | -
    closing | entry refused | closing | -
    closing | stop part | closing | -
    closing | stop gone | closing | -
    closing | target 1 | diverged | diverged 1 0.5, amend 0.5 stop 90
    closing | target 2 | diverged | diverged 1 0.7, amend 0.7 stop 90
    closing | target gone | closing | -
    closing | exit whole | closed | closed timeout @ 100 net 0 R 0, cancel trade-closed
    closing | exit refused | closing | -
    closing | exit gone | closing | request exit sell 1
    closing | exit part | closing | -
    closing | stop whole | closed | closed stop @ 90 net -10 R -1, cancel trade-closed
    closing | stop refused | closing | -
    closing | halt asked | closing | -
    closing | cancel all | closing | -
    closing | close all | closing | -
    closing | close it | closing | -
    closing | close other | closing | -
    closing | funding | closing | -
    closing | foreign order | closing | -
    closing | unaccounted order | closing | diverged 0 -1
    closing | liquidation | closing | -
    closing | connected | closing | -
    closing | disconnected | closing | -
    closing | halt and flatten | closing | -
    closing | limit hit | closing | -
    closing | limit of others | closing | -
    closing | warning | closing | -
    closing | limit over | closing | -
    closing | limit changed | closing | -
    closing | equity | closing | -
    closing | reduce part | closing | -
    closing | reduce all | closing | -
    closing | reduce other | closing | -
    closing | report agrees | closing | -
    closing | report differs | closing | -
    closing | third report differs | diverged | instrument diverged position 1 7
    closed | tick | closed | -
    closed | 11 days | closed | -
    closed | halt | closed | -
    closed | flatten | closed | -
    closed | resume | closed | -
    closed | trend with | closed | -
    closed | trend against | closed | -
    closed | setup void | closed | -
    closed | candle | closed | -
    closed | indicators | closed | -
    closed | same approval | closed | -
    closed | other approval | closed | abandoned shared-position
    closed | opposite approval | closed | request entry sell 1
    closed | listing | closed | -
    closed | configuration | closed | -
    closed | entry part | closed | diverged 0 0.4, request exit sell 0.4
    closed | entry whole | closed | diverged 0 1, request exit sell 1
    closed | entry gone | closed | -
    closed | entry refused | closed | -
    closed | stop part | closed | diverged 0 -0.1
    closed | stop gone | closed | -
    closed | target 1 | closed | diverged 0 -0.5
    closed | target 2 | closed | diverged 0 -0.3
    closed | target gone | closed | -
    closed | exit whole | closed | none
    closed | exit refused | closed | none
    closed | exit gone | closed | none
    closed | exit part | closed | none
    closed | stop whole | closed | diverged 0 -1
    closed | stop refused | closed | -
    closed | halt asked | closed | -
    closed | cancel all | closed | -
    closed | close all | closed | -
    closed | close it | closed | -
    closed | close other | closed | -
    closed | funding | closed | -
    closed | foreign order | closed | -
    closed | unaccounted order | closed | diverged 0 -1
    closed | liquidation | closed | -
    closed | connected | closed | -
    closed | disconnected | closed | -
    closed | halt and flatten | closed | -
    closed | limit hit | closed | -
    closed | limit of others | closed | -
    closed | warning | closed | -
    closed | limit over | closed | -
    closed | limit changed | closed | -
    closed | equity | closed | -
    closed | reduce part | closed | -
    closed | reduce all | closed | -
    closed | reduce other | closed | -
    closed | report agrees | closed | -
    closed | report differs | closed | -
    closed | third report differs | closed | instrument diverged position 0 7
    diverged | tick | diverged | -
    diverged | 11 days | diverged | -
    diverged | halt | diverged | -
    diverged | flatten | closing | cancel halted, request exit sell 0.6
    diverged | resume | diverged | -
    diverged | trend with | diverged | -
    diverged | trend against | diverged | -
    diverged | setup void | diverged | -
    diverged | candle | diverged | -
    diverged | indicators | diverged | -
    diverged | same approval | diverged | -
    diverged | other approval | diverged | abandoned diverged
    diverged | opposite approval | diverged | abandoned diverged
    diverged | listing | diverged | -
    diverged | configuration | diverged | -
    diverged | entry part | diverged | diverged 0.6 1
    diverged | entry whole | diverged | diverged 0.6 1.6
    diverged | entry gone | diverged | -
    diverged | entry refused | diverged | -
    diverged | stop part | closing | cancel replaced
    diverged | stop gone | closing | cancel replaced, request exit sell 0.6
    diverged | target 1 | diverged | -
    diverged | target 2 | diverged | diverged 0.6 0.3
    diverged | target gone | diverged | -
    diverged | exit whole | diverged | none
    diverged | exit refused | diverged | none
    diverged | exit gone | diverged | none
    diverged | exit part | diverged | none
    diverged | stop whole | closed | closed stop @ 106 net 6 R 0.6, cancel trade-closed, cancel trade-closed
    diverged | stop refused | closing | cancel replaced, request exit sell 0.6
    diverged | halt asked | diverged | -
    diverged | cancel all | diverged | cancel requested
    diverged | close all | closing | cancel requested, request exit sell 0.6
    diverged | close it | closing | cancel requested, request exit sell 0.6
    diverged | close other | diverged | -
    diverged | funding | diverged | -
    diverged | foreign order | diverged | -
    diverged | unaccounted order | diverged | diverged 0 -1
    diverged | liquidation | diverged | -
    diverged | connected | diverged | -
    diverged | disconnected | diverged | -
    diverged | halt and flatten | closing | cancel halted, request exit sell 0.6
    diverged | limit hit | diverged | -
    diverged | limit of others | diverged | -
    diverged | warning | diverged | -
    diverged | limit over | diverged | -
    diverged | limit changed | diverged | -
    diverged | equity | diverged | -
    diverged | reduce part | diverged | -
    diverged | reduce all | diverged | -
    diverged | reduce other | diverged | -
    diverged | report agrees | partial | instrument reconciled, target 2 0.4 left 0.6
    diverged | report differs | diverged | -
    diverged | third report differs | diverged | instrument diverged position 0.6 7
    """
}
