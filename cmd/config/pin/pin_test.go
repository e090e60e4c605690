package pin

import (
	"fmt"
	"testing"

	"facetill/flow/secret"
)

// A hash knows its PIN and no other, and two hashes of one PIN differ.
func TestPIN(t *testing.T) {
	a, err := Hash("4711")
	if err != nil {
		t.Fatal(err)
	}
	b, _ := Hash("4711")
	if a == b {
		t.Error("two hashes of a PIN have one salt")
	}
	for pin, want := range map[string]bool{"4711": true, "4712": false, "": false, "4711 ": false} {
		if got := Check(secret.New(a), pin); got != want {
			t.Errorf("%q: %t", pin, got)
		}
	}
	if Check(secret.New(""), "") || Check(secret.New("$argon2id$v=19$m=8,t=1,p=1$c2FsdA$"), "") {
		t.Error("a hash that is none lets somebody in")
	}
	if !IsHash(a) {
		t.Errorf("%s is not taken as a hash", a)
	}
	for _, pin := range []string{"", "123", "12\n34", "12345678901234567890123456789012345678901234567890123456789012345"} {
		if h, err := Hash(pin); err == nil {
			t.Errorf("%q: %s", pin, h)
		}
	}
}

// The hash of another program (the reference command line of argon2: password
// "password", salt "somesalt", 2 passes of 65536 KiB, 1 lane).
func TestPINOfAnotherProgram(t *testing.T) {
	const hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	if !Check(secret.New(hash), "password") || Check(secret.New(hash), "Password") {
		t.Error("it does not agree with the reference program")
	}
}

func Example() {
	kept, _ := Hash("4711") // a salt of its own each time
	fmt.Println(Check(secret.New(kept), "4711"), Check(secret.New(kept), "4712"))
	// Output: true false
}
