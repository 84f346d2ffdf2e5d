"""HiGHS in a process of its own: reads a model from a folder, writes its answer there."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import highspy
import numpy as np
from scipy import sparse


def main(folder: str, time_limit_s: float, threads: int) -> None:
    """Solve ``matrix.npz`` and ``model.npz`` of the folder into ``answer.npz``."""
    box = Path(folder)
    lines = sparse.csc_matrix(sparse.load_npz(box / "matrix.npz"))
    model = np.load(box / "model.npz")
    columns, rows = lines.shape[1], lines.shape[0]
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns, rows
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = -model["gain"], model["bottom"], model["top"]
    lp.row_lower_, lp.row_upper_ = model["low"], model["high"]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = lines.indptr, lines.indices, lines.data
    kinds = highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger
    lp.integrality_ = [kinds[int(whole)] for whole in model["whole"]]
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("time_limit", float(time_limit_s))
    solver.setOptionValue("threads", threads)
    solver.setOptionValue("mip_rel_gap", 1e-9)
    solver.setOptionValue("mip_abs_gap", 1e-6)
    solver.passModel(lp)
    begun = time.perf_counter()
    solver.run()
    seconds = time.perf_counter() - begun
    info = solver.getInfo()
    solved = info.primal_solution_status == 2  # kSolutionStatusFeasible
    found = np.array(solver.getSolution().col_value) if solved else np.zeros(0)
    np.savez(box / "answer.npz", found=found, bound=-info.mip_dual_bound, seconds=seconds)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
