"""The meeting point of one incident on several machines: never its record, every journal is a full copy.

To read it from the inside out:

- `engine`: what is asked of a meeting point, as keys and messages; `nats` (with `client`, `answers`, `login`, `tls`)
  asks it of a nats-server.
- `sets`: what is here and what is there; `local` is the journal behind them, `checks` what is looked at before
  something of others gets into it, `side` both of them for an event loop.
- `connection`: one connection, from its opening until it is lost; `session`: one after the other; `status`, `clocks`,
  `said`: how that stands, who is here, and in which words.
- `background` runs a session beside a window, `once` for one call; `where`, `loop` and `one_thread` are what both need.
- `begin` and `link` share an incident and let others in, `arrive` is how they come.
- `server`, `config` and `keeper`: a server of this machine, what it is told, and who looks after it.
"""
