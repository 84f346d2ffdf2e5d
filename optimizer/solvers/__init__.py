"""What is called to solve: an integer model, HiGHS, CP-SAT, branch and bound, in a process that can be stopped."""
