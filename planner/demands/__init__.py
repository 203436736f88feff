"""What is asked: the table of demands, a scenario's demands, and changes of a scenario. Knows no stack."""
