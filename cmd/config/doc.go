// Package config turns one TOML file and a few environment variables into
// checked values.
//
// What is here: where the file is looked for (find.go), the one table of keys with
// their defaults and rules (config.go, the tags of its fields), the rules
// (rules.go), defaults that follow from other keys (defaults.go), decoding with a
// line for every problem (decode.go), checks of what hangs on more than one key
// (check.go and its neighbours), what `config show` prints and the screen gets (show.go), and what
// `config init` writes (init.go, example.toml).
//
// What is not here: whether certificates load, match and are in date (wx says
// so when it is wired), whether the SDK's version knows a field (device refuses
// it before the call), whether the journal opens. A till must be able to
// recover its open sales while its camera library is missing, so only what
// every command needs is refused here.
//
// The hash of the manager's PIN is in cmd/config/pin.
//
// Read config.go first, then load.go. To add a key: a field in config.go, its lines
// in example.toml, and where it is used; TestEveryKeyIsTold and TestEveryKeyIsUsed
// name what was forgotten.
//
// Decisions:
//
//   - All problems are reported at once, each with its line, its key, what is
//     wrong and what to try ([Invalid], field.Error).
//   - 2026-11-28: the table of keys is the struct. A key stands once, with its type,
//     name, default and rule on one line. A table of values beside the struct lost:
//     each key would stand in both.
//   - 2026-11-29: of a list of tables, [[cashiers]], each key is named by its place,
//     cashiers[2].name, in problems and in [Config.Set]. The TOML library knows one
//     line a key, that of its last table, so each table's lines are read from the
//     text that ends with it. A file of its own for cashiers lost: a till has few, and
//     a second file has its own rights, place and errors.
//   - Nothing of ours is imported but leaves and the lists of languages and themes
//     (tui/text, tui/theme; 2026-11-28, a copy of the lists lost): amounts are int64
//     fen, names are strings.
//   - Every path in the file is relative to the folder of the file, never to
//     the working directory (money rule 5.5).
//   - Secrets are of type secret.Secret (flow/secret), and problems never quote
//     a value that could be one: see shown in problem.go.
//   - A simulated sale must never be taken for a real one. While an adapter is
//     simulated the journal's name must begin with "sim" (sim.db, or a database
//     sim_shop), and a till without simulated adapters refuses such a name. The
//     simulator's book of orders, sim.book, lies beside the journal.
//   - `--sim` beside a configuration keeps its [store], [terminal], [flow],
//     [ui] and [log] and replaces the rest: merchant, adapters, and the journal
//     by sim.db in the folder of the file.
//   - Who may write the file that names a library or host_exe, that program or a
//     folder of either says what runs as the till: such a file is refused like a
//     key (place.go). The folder and the place behind a link are looked at, not
//     all folders above: those are the administrator's. A sticky folder passes.
//     Folders in which others could replace configuration or journal are
//     [Config.Warnings]: refusing them would stop tills that work today.
//   - A name that hides something (flow/field) is refused with the number of the
//     character: it would stand on receipts and at WeChat.
//   - The environment is read for FACETILL_CONFIG, for FACETILL_PIN (by the
//     commands that ask for it) and for the names that *_env keys give.
//   - The text of `config init` is example.toml in this folder, because an
//     embedded file cannot lie above it. config.example.toml at the top level
//     is its copy, which `make golden` writes; a test compares them.
package config
