package config

import (
	"cmp"
	"encoding/json"
	"fmt"

	"facetill/cmd/config/pin"
	"facetill/flow/field"
)

// store checks what goes into authinfo (id and name are required there) and into
// scene_info, whose JSON has at most 256 characters.
func (k *checker) store() {
	s := &k.c.Store
	k.required("store.id", s.ID, "choose a number for this store, such as \"SH-0001\"")
	k.required("store.name", s.Name, "write the name that customers see")
	k.refuse(s.AreaCode != "" && (len(s.AreaCode) != 6 || !field.IsDigits(s.AreaCode)), "store.area_code", "is "+shown(s.AreaCode),
		"write the six digits of GB/T 2260, such as \"310101\"")
	// facepay has neither field: what must be shared would be settled at once.
	faces := k.c.Device.Adapter != AdapterNone && k.c.Device.FaceCodeType == "0"
	k.refuse(faces && s.ProfitSharing, "store.profit_sharing", "is true, and a face of face_code_type \"0\" is charged without it", "set face_code_type = \"1\"")
	k.refuse(faces && s.Receipt, "store.receipt", "is true, and a face of face_code_type \"0\" is charged without it", "set face_code_type = \"1\"")
	d := k.c.Device
	k.refuse(s.AdultsOnly && d.Adapter != AdapterNone && d.Dialect != "android", "store.adults_only", "is true, and no windows terminal says an age: every face would be refused",
		"write dialect = \"android\" if the terminal is one, or adapter = \"none\" to charge by code alone")
	// Texts cannot fail to encode.
	scene, _ := json.Marshal(map[string]any{"store_info": map[string]string{
		"id": s.ID, "name": s.Name, "area_code": s.AreaCode, "address": s.Address,
	}})
	if len(scene) > 256 {
		k.problem("store.address", fmt.Sprintf("makes scene_info %d bytes long, and 256 are allowed", len(scene)),
			"shorten the address or the store's name")
	}
}

func (k *checker) terminal() {
	t := &k.c.Terminal
	k.required("terminal.device_id", t.DeviceID, "choose a number for this till, such as \"SH-0001-01\"")
	k.refuse(!t.ManagerPINHash.IsZero() && !pin.IsHash(t.ManagerPINHash.Reveal()), "terminal.manager_pin_hash", "is no argon2id hash",
		"write the line that facetill config pin prints, in single quotes")
}

var cashierNumber = pattern(`^[0-9]{2,6}$`)

// mostManagers is how many there may be: a manager's PIN comes without a number, and is
// held against the hash of each, at 40 ms a hash.
const mostManagers = 20

// cashiers checks who may sign in: each by a number and a PIN of their own, and under a
// name of their own, because a sale and a refund keep the name alone: of two of one name
// nobody could say later whose they were.
func (k *checker) cashiers() {
	first, named, managers := map[string]string{}, map[string]string{}, 0 // by number, by name
	for i, c := range k.c.Cashiers {
		at := element("cashiers", i)
		if k.failed(at) {
			continue
		}
		k.required(at+".name", c.Name, "write the name that stands beside their sales")
		k.required(at+".number", c.Number, "choose two to six digits, such as \"07\"")
		k.refuse(c.Name != "" && named[c.Name] != "", at+".name", "is that of "+named[c.Name]+", too", "give each a name of their own: sales keep the name alone")
		named[c.Name] = cmp.Or(named[c.Name], at)
		k.refuse(!cashierNumber().MatchString(c.Number), at+".number", "is "+shown(c.Number), "write two to six digits, such as \"07\"")
		k.refuse(first[c.Number] != "", at+".number", "is that of "+first[c.Number]+", too", "give each a number of their own")
		first[c.Number] = cmp.Or(first[c.Number], at)
		if c.Manager {
			managers++
		}
		k.refuse(c.Manager && managers > mostManagers, at+".manager", fmt.Sprintf("is one more than the %d managers that a PIN is held against", mostManagers), "leave it out here, or at another one")
		k.refuse(c.PINHash.IsZero(), at+".pin_hash", "is missing", "write the hash that facetill config pin prints, in single quotes")
		k.refuse(!pin.IsHash(c.PINHash.Reveal()), at+".pin_hash", "is no argon2id hash", "write the hash that facetill config pin prints, in single quotes")
	}
}
