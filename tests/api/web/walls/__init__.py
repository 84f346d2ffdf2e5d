"""The walls as those outside meet them: every route, every role, every row that is not theirs."""
