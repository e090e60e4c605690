package flowtest

import (
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/secret"
)

// No fact can carry a credential: none has a field of the type that credentials
// have, or of one that takes anything.
func TestFactsHoldNoSecret(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	all := append(randomFacts(r), flow.OrderOpened{})
	all = append(all, randomRefunds(r, flow.Attempt{})[1:]...) // its first kind is there already
	kinds := map[string]bool{}
	for _, f := range all {
		kinds[f.Kind()] = true
		noSecret(t, f.Kind(), reflect.TypeOf(f))
	}
	if len(kinds) != len(all) || len(all) != 33 {
		t.Errorf("%d facts of %d kinds; every kind of flow/fact.go belongs here, 33 in all", len(all), len(kinds))
	}
	// The test can fail: a request has a credential.
	if holdsSecret(reflect.TypeFor[flow.PayRequest]()) == "" {
		t.Error("the credential of a pay request was not seen")
	}
}

func noSecret(t *testing.T, kind string, of reflect.Type) {
	if field := holdsSecret(of); field != "" {
		t.Errorf("%s can carry a credential in %s", kind, field)
	}
}

func holdsSecret(of reflect.Type) string {
	switch {
	case of == reflect.TypeFor[secret.Secret]():
		return "a Secret"
	case of == reflect.TypeFor[time.Time]():
		return ""
	}
	switch of.Kind() {
	case reflect.Slice:
		return holdsSecret(of.Elem())
	case reflect.Interface, reflect.Map, reflect.Pointer, reflect.Func:
		return "a " + of.Kind().String()
	case reflect.Struct:
		for i := range of.NumField() {
			if inner := holdsSecret(of.Field(i).Type); inner != "" {
				return of.Field(i).Name + ": " + inner
			}
		}
	}
	return ""
}
