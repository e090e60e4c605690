// Package settle has the pages where a person says what no rule can.
//
// Read open.go for what has no end yet, claims.go for charges that nobody claimed
// (money rule 5.2), resolve.go for a word by hand (5.7), adopt.go for a journal that was
// copied (5.9).
package settle
