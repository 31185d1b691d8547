"""Link audit: checks the links of any built site, and the references of any text.

It knows nothing of the guide. Only `linkaudit.http` opens a socket.
"""

__version__ = "0.1.0"
