package config

import (
	"path"
	"path/filepath"
	"strings"
)

// Postgres reports whether the journal is a server's, not a file.
func (j *Journal) Postgres() bool {
	return strings.HasPrefix(j.URL, "postgres://") || strings.HasPrefix(j.URL, "postgresql://")
}

func isURL(s string) bool { return strings.Contains(s, "://") }

func (k *checker) journal() {
	j := &k.c.Journal
	var name string
	switch {
	case j.Postgres():
		name = k.postgres(j)
		k.refuse(k.src.has("journal.witness"), "journal.witness", "stands beside a server, and is for a journal in a file",
			"leave it out")
	case isURL(j.URL) || strings.HasPrefix(filepath.Base(j.URL), ":") || strings.HasPrefix(filepath.Base(j.URL), "file:"):
		k.problem("journal.url", "is neither a file nor postgres://", "write a file name like \"facetill.db\"")
		return
	case strings.ContainsAny(filepath.Base(j.URL), "?#") || strings.HasSuffix(j.URL, string(filepath.Separator)):
		k.problem("journal.url", "is no plain file name", "write one like \"facetill.db\"")
		return
	default:
		name = filepath.Base(j.URL)
		k.refuse(j.PasswordFile != "" || j.PasswordEnv != "", "journal.url", "is a file, and a password is set", "leave password_file and password_env out")
	}
	k.ownJournal(name)
}

// ownJournal keeps simulated and real sales apart: a simulated journal, and
// only a simulated one, has a name that begins with sim.
func (k *checker) ownJournal(name string) {
	simulated := strings.HasPrefix(strings.ToLower(name), "sim")
	switch {
	case k.c.Simulated() && !simulated:
		k.problem("journal.url", "is the journal of real sales, and an adapter is simulated",
			"leave it out or give it a name that begins with sim, like \"sim.db\"")
	case !k.c.Simulated() && simulated:
		k.problem("journal.url", "has a name that begins with sim, which is kept for simulated sales",
			"give it another name, like \"facetill.db\"")
	}
}

// postgres checks a server's address and resolves its password. It returns
// the name of the database.
func (k *checker) postgres(j *Journal) string {
	u, ok := address(j.URL)
	if !ok || strings.Trim(u.Path, "/") == "" {
		k.problem("journal.url", "is no PostgreSQL address", "write it like \"postgres://till@db.example/facetill\"")
		return ""
	}
	_, has := u.User.Password()
	k.refuse(has || u.Query().Has("password") || u.Query().Has("sslpassword"), "journal.url", "has a password in it",
		"move it to password_file or password_env")
	if j.PasswordFile != "" && j.PasswordEnv != "" {
		k.problem("journal.password_env", "stands beside password_file", "keep one of them")
	} else {
		k.fromFile("journal.password_file", j.PasswordFile, &j.Password)
		k.fromEnv("journal.password_env", j.PasswordEnv, &j.Password)
	}
	return path.Base(u.Path)
}
