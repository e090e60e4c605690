package face

// Told is what a terminal said of a face, as it says it: "" where it said nothing. There is
// no credential in it.
type Told struct {
	UnderageState Age    `json:",omitzero"`
	TelephoneUsed string `json:",omitzero"` // "1" the telephone that it was given was used, "0" it was not
	// Of a member who was recognised: what became of the unionid that was asked for.
	UnionIDCode string `json:",omitzero"`
	UnionIDMsg  string `json:",omitzero"`
}

// Age is underage_state.
type Age string

// The values of underage_state.
const (
	AgeUnknown Age = "0" // or no permission to know it
	Adult      Age = "1"
	Minor      Age = "2"
)

// AgeOf returns the age that a terminal's text stands for; "" for a text that is none.
func AgeOf(text string) Age {
	switch a := Age(text); a {
	case AgeUnknown, Adult, Minor:
		return a
	}
	return ""
}

// The codes of a sale that ends because of an age.
const (
	CodeUnderage   = "UNDERAGE"
	CodeAgeUnknown = "AGE_UNKNOWN"
)

// AdultsOnly returns why a face is not charged where a shop sells to adults alone; "" where
// it is.
func (t Told) AdultsOnly() (code, message string) {
	switch t.UnderageState {
	case Adult:
		return "", ""
	case Minor:
		return CodeUnderage, "the customer is a minor, and this shop sells to adults alone (store.adults_only); nothing was sent"
	}
	return CodeAgeUnknown, "the terminal does not say that the customer is an adult, and this shop sells to adults alone (store.adults_only); nothing was sent"
}
