"""The demo host: does it treat blocks as the platform does?"""
