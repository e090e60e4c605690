package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"facetill/flow/journal"
)

// metaWitnesses is the row of meta that has the files of the journal's witnesses,
// under the seal, the newest last.
const metaWitnesses = "witnesses"

// mostWitnesses bounds how many a journal remembers.
const mostWitnesses = 8

func readWitnesses(ctx context.Context, q journal.Asker) ([]string, error) {
	files, _, err := journal.MetaJSON[[]string](ctx, q, metaWitnesses, "list of witnesses")
	return files, err
}

func putWitnesses(ctx context.Context, tx *sql.Tx, files []string) error {
	return journal.PutMetaJSON(ctx, tx, metaWitnesses, files[max(0, len(files)-mostWitnesses):])
}

// candidates are the witnesses that the journal remembers, and this process's own.
func (w *witness) candidates(id string, listed []string) []string {
	files := slices.Clone(listed)
	if own := w.own(id); own != "" && !slices.Contains(files, own) {
		files = append(files, own)
	}
	return files
}

// look is what a witness says, or why it says nothing.
type look struct {
	file string
	sighting
	err error
}

func (w *witness) look(id string, listed []string) (all []look) {
	for _, file := range w.candidates(id, listed) {
		s, err := sightOf(id, file)
		all = append(all, look{file, s, err})
	}
	return all
}

// vouched returns the witnesses that vouch for the journal, or why it is a copy: one
// has seen more, or it has some and none can be asked. One that lags vouches,
// because it may be another user's who sold last; so all that can be written are
// written. One that knows the journal from before an adoption and from another
// place does not: that is where the copy may lie that was left behind.
func vouched(looked []look, now sighting, had bool) (vouch []string, why string) {
	var lost []string
	for _, s := range looked {
		if s.err != nil {
			lost = append(lost, s.err.Error())
			continue
		}
		if why := s.unlike(s.file, now); why != "" {
			return nil, why
		}
		if s.Path == now.Path {
			vouch = append(vouch, s.file)
		} else {
			lost = append(lost, fmt.Sprintf("%s knows it from %s alone", s.file, s.Path))
		}
	}
	if had && len(vouch) == 0 {
		return nil, fmt.Sprintf("none of its witnesses can be asked whether it is an older copy (%s): mount the disk, or name the folder where the witness lies now in [journal] witness, or adopt the journal when it is surely the newest",
			strings.Join(lost, "; "))
	}
	return vouch, ""
}

// adopted returns how often a journal was adopted, as far as its witnesses have seen.
func adopted(id string, files []string) (most int) {
	for _, file := range files {
		if s, err := sightOf(id, file); err == nil {
			most = max(most, s.Adopted)
		}
	}
	return most
}

// keepWitness makes a journal that is vouched for, or never had a witness, one of
// this process, and lets all that vouch know how far it has come. The file comes
// first: a process that dies between the two leaves a witness that is not listed,
// and no journal that misses one.
func (j *Journal) keepWitness(ctx context.Context, now sighting, listed, vouch []string) error {
	w, own := j.witness, j.witness.own(j.ID())
	switch {
	case own == "" && len(vouch) == 0:
		err := errors.New("the journal has no witness, so an older copy in its place will not be seen: there is no state folder for it")
		w.ails.Store(&err)
	case own != "" && !slices.Contains(vouch, own):
		if err := makeWitness(own, now, !slices.Contains(listed, own)); err != nil {
			w.complain(err)
			break
		}
		own = w.own(j.ID()) // a link to its folder is found out when that is there
		vouch = append(vouch, own)
		w.ails.Store(nil)
	}
	w.files.Store(&vouch)
	w.note(now)
	if own == "" || !slices.Contains(vouch, own) || slices.Contains(listed, own) {
		return nil
	}
	err := j.Write(ctx, func(tx *sql.Tx) error {
		listed, err := readWitnesses(ctx, tx)
		if err != nil || slices.Contains(listed, own) {
			return err
		}
		return putWitnesses(ctx, tx, append(listed, own))
	})
	if err != nil && (isBusy(err) || ctx.Err() != nil || !isFull(err)) {
		return err
	}
	w.complain(err) // on a full disk what is open is driven nevertheless
	return nil
}

// rely makes the witnesses of an adopted journal: this process's own, and those
// that it can write, so that none of them takes what was left behind for it. The
// journal relies on these alone from now on.
func (j *Journal) rely(ctx context.Context, now sighting, listed []string) error {
	var kept []string
	own := j.witness.own(j.ID())
	for _, file := range j.witness.candidates(j.ID(), listed) {
		if file == own {
			if err := makeWitness(own, now, true); err != nil {
				j.witness.complain(err)
				continue
			}
			file = j.witness.own(j.ID())
		} else if _, err := sightOf(j.ID(), file); err != nil || put(file, now) != nil {
			continue
		}
		kept = append(kept, file)
	}
	return j.MustWrite(func() error {
		return j.Write(ctx, func(tx *sql.Tx) error { return putWitnesses(ctx, tx, kept) })
	})
}
