// Package kills kills the built program at random moments and lets it recover.
//
// Everything is real: the executable, its journal's file, HTTPS with a client
// certificate to a simulated WeChat that lives on, SIGKILL. Only time is made
// faster, by a build tag that the product does not have. Some lanes, each a shop
// with a journal of its own, call pay, status and recover as a POS does, and
// most of these processes are killed: while they start, in the middle of a
// write, behind the request, in recovery. At each word a process lives to say,
// and again when all has come to rest, WeChat's book is held against it.
//
//	go test ./cmd/proof/kills -kills 2000
//
// The named points are killed one by one in cmd/e2e; here the moment is any.
// Read kills_test.go first.
package kills
