package wire

// Field is one element of a message: its name and its raw value, neither
// escaped nor trimmed.
type Field struct{ Name, Value string }

// Message is a flat message in the sequence of its document. Names are unique in
// every message that [Decode] returns; callers keep it so by using Set.
type Message []Field

// Get returns the value of the named field, and "" when there is none.
func (m Message) Get(name string) string {
	for i := range m {
		if m[i].Name == name {
			return m[i].Value
		}
	}
	return ""
}

// Has reports whether the field is present with a value that is not empty. An
// empty field counts as absent, as it does in the signature.
func (m Message) Has(name string) bool { return m.Get(name) != "" }

// Set replaces the named field or appends it. An empty value removes the field:
// an optional field without value is omitted from what is sent.
func (m *Message) Set(name, value string) {
	for i := range *m {
		if (*m)[i].Name != name {
			continue
		}
		if value == "" {
			*m = append((*m)[:i], (*m)[i+1:]...)
			return
		}
		(*m)[i].Value = value
		return
	}
	if value != "" {
		*m = append(*m, Field{name, value})
	}
}
