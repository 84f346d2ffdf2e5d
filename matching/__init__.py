"""How well does this worker suit this posting?"""
