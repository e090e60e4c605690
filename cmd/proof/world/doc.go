// Package world is the virtual world in which the checkout is tried: the real
// flow, the real codecs and signatures, the real device adapter and both
// simulators, in one goroutine and in virtual time. Requests and replies are lost,
// late, doubled and forged, customers change their minds, machines sleep, and the
// power fails at any call and any write. What the till says and sends is held
// against WeChat's book at that very moment, and once more when all has come to
// rest.
//
// Everything follows from the world's seed. A world has one till, and dice decide
// what goes wrong; who plays it in another way is a [Course] (packages lanes and
// exhaustive). Where several are at work they take turns (package turns): a shop is
// played so (package shops).
//
// Not here: who plays worlds and counts them (package sweep), sockets, goroutines
// that race (vtime), a disk that loses what it has not synced (powercut).
//
// Decision, 2026-11-28: what differs between kinds of worlds is one interface with
// a default. Fields of the world that are nil for one till were asked for at every
// turn, and each new kind of world added some.
//
// Decision, 2026-11-29: of answers that are not the request's own, those are played that
// a till has to doubt: they name another order or merchant, or answer another question.
// A refusal, an ORDERNOTEXIST or a reversal of another order that names none is given
// its number first, and an older NOTPAY of the same order is not played at all: TLS
// alone keeps them out, and no till could be right (wx/doc.go). One ORDERNOTEXIST is
// played where a rule wants two. A late answer is one that WeChat takes its time for,
// with the Date at which it leaves; one that a network holds up, with an old Date, is
// not played: the till takes it for the time at which it comes.
//
// Decision, 2026-11-29: what WeChat has yet to give back is waited for by nobody, so a
// world comes to rest beside it; then the days pass with the till off, and it comes to
// rest once more. A till that stays on for days would cost a hundred worlds.
//
// Read world.go first, then till.go (a till's life and its sale), course.go and judge.go
// (witness.go: what is judged when a request leaves; back.go: of money that goes back);
// network.go, answers.go, faults.go, dates.go and platform.go are what goes wrong.
package world
