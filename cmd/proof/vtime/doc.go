// Package vtime plays sales through the parts that the single-threaded sweep
// cannot have: the real runner and recovery with their goroutines, the real client
// with its connections and timers, HTTP over pipes to the simulated WeChat, the
// real device adapter. All of it lives in virtual time (testing/synctest), so an
// hour of waiting costs nothing.
//
// A shop is some sales one after another, with connections that
// break, dials that fail and a till that dies in the middle of anything. When
// the shop has come to rest, WeChat's book is held against the journal and
// against what cashiers heard.
//
// Virtual time is not determinism: the scheduler is free, so a seed fixes the
// shop and its faults, and a failure that depends on which goroutine is first
// may need several runs to be seen again. The sweep beside this package replays
// to the letter; this one finds what needs two goroutines.
//
// There are tests alone, because synctest exists in tests alone:
//
//	go test ./cmd/proof/vtime -sales 50000 -seed 7
//
// Read shop_test.go first, then network_test.go for the faults and
// check_test.go for what must be so.
package vtime
