"""Cuts the network for every Python process that has this folder on its PYTHONPATH; loopback is left."""

import socket

CONNECT = socket.socket.connect


def refuse(self, address):
    """Connect to this machine only."""
    if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in (
        "127.0.0.1",
        "::1",
        "localhost",
    ):
        raise ConnectionRefusedError(f"the network is cut: {address}")
    return CONNECT(self, address)


socket.socket.connect = refuse
