package refund

import "testing"

// clauses are parts of the law that are taken away, one at a time: by a room that
// lacks one the model must be broken. most is how many runs that may take.
var clauses = []clause{
	"nothing stops", "ten minutes", "never told", "stuck", "refused", "younger", "told after",
	"the press has no version", "an old press begins", "a reference answers nothing",
	"the sum is not checked", "the version is not compared", "a begun entry blocks nothing", "no look before it begins",
	"it leaves before it is durable", "it leaves after its time", "a retry has a number of its own", "no answer is an answer",
	"begun is forgotten at a restart", "refused without a query", "the query of before the fence", "an unanswered send is forgotten",
	"a stamp nobody vouches for begins the fence", "accepted is done", "what moved after a refusal is passed over", "a closed number is sent again",
	"named as young as it was sent again", "sent again beyond the rest", "sent again is as old as before", "an adopted entry is sent", "an adopted entry has no unanswered send", "told before the line",
	"by hand stops nothing", "by hand beyond the rest", "by hand in place of what went back",
}

func TestModelCanFail(t *testing.T) {
	for i, c := range clauses {
		if testing.Short() && i%8 > 0 { // the race detector's run: nothing is shared here
			continue
		}
		t.Run(string(c), func(t *testing.T) {
			const most = 60_000
			for seed := range uint64(most) {
				if w := random(seed, c, false); len(w.wrong) > 0 {
					t.Logf("run %d: %s", seed, w.wrong[0])
					return
				}
			}
			t.Errorf("%d runs without it break nothing", most)
		})
	}
}
