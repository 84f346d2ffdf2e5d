"""What do we know, and where is it kept?"""
