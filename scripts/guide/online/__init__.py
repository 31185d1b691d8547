"""All that opens a socket: asks other hosts, politely, and never believes them blindly."""
