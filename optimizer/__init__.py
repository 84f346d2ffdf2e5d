"""Who goes where, on which trip?"""
