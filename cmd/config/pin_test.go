package config

import (
	"testing"

	"facetill/flow/secret"
)

// A hash knows its PIN and no other, and two hashes of one PIN differ.
func TestPIN(t *testing.T) {
	a, err := HashPIN("4711")
	if err != nil {
		t.Fatal(err)
	}
	b, _ := HashPIN("4711")
	if a == b {
		t.Error("two hashes of a PIN have one salt")
	}
	for pin, want := range map[string]bool{"4711": true, "4712": false, "": false, "4711 ": false} {
		if got := CheckPIN(secret.New(a), pin); got != want {
			t.Errorf("%q: %t", pin, got)
		}
	}
	if CheckPIN(secret.New(""), "") || CheckPIN(secret.New("$argon2id$v=19$m=8,t=1,p=1$c2FsdA$"), "") {
		t.Error("a hash that is none lets somebody in")
	}
	if _, ok := parsePINHash(a); !ok {
		t.Errorf("%s is not taken as a hash", a)
	}
	for _, pin := range []string{"", "123", "12\n34", "12345678901234567890123456789012345678901234567890123456789012345"} {
		if h, err := HashPIN(pin); err == nil {
			t.Errorf("%q: %s", pin, h)
		}
	}
}

// The hash of another program (the reference command line of argon2: password
// "password", salt "somesalt", 2 passes of 65536 KiB, 1 lane).
func TestPINOfAnotherProgram(t *testing.T) {
	const hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	if !CheckPIN(secret.New(hash), "password") || CheckPIN(secret.New(hash), "Password") {
		t.Error("it does not agree with the reference program")
	}
}
