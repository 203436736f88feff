"""Questions of other interfaces: a preconnection of RFC 9622 as a scenario, and a plan as the candidates of RFC 9623.

Knows the grammar of scenarios and the plan. Knows no stage.
"""
