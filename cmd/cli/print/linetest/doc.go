// Package linetest holds JSON lines against a JSON Schema, for tests. It knows the
// part of the draft 2020-12 that the lines' schema uses, and refuses a schema
// with anything else in it, so that nothing is taken for checked that is not.
package linetest
