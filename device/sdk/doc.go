// Package sdk reaches the vendor's dynamic library, WxpayFaceSDK.dll or a
// library with the same two functions on Linux and macOS, without cgo.
//
// What is here: Library, the library in this process (library.go, with
// lib_windows.go, lib_unix.go and lib_other.go for the loading); Host, the
// library in a child process, which is what a till uses (host.go, child.go;
// output.go for what it prints);
// RunHost, what that child runs (runhost.go); Inspect, which reads the bitness
// of a library on any system (inspect.go), and Check, which holds it against
// the program that is to load it (fit.go). What is not here: the meaning of
// any command. device/standin has the C stand-in that the tests load; it
// talks to sim.Serve as the vendor's library talks to WxpayFaceService.
//
// Read library.go first.
//
// # Decisions
//
//   - 2026-11-28: a child process by default. The library in the till lost: its crash
//     kills the process that loaded it and leaves a till's terminal unusable, a call
//     that hangs can only be ended by ending its process, and its printf would draw
//     into the screen. The child may also have another bitness than the till.
//   - 2026-11-28: a crash of the library never makes a payment doubtful: before the
//     face code nothing was submitted, and after it the library has no say.
//   - 2026-11-28: the library is never unloaded and is loaded by absolute path only.
//     The system's search path lost: whoever can write there could be the camera.
//   - 2026-11-28: after a death only releaseWxpayface and initWxpayface go through to
//     the new child: the service outlives the library, and the dead one's page with
//     it. To send the others as well lost: they would meet a terminal without a
//     session.
//   - 2026-11-28: the C library's stdout is set to hold no line back, so that the last
//     words of a crash are in the log. Lines are masked, and long ones cut between
//     words: half a credential would not be known for one.
//   - 2026-11-28: the child finds its token in the environment. Its arguments lost:
//     every user of the machine can read them.
package sdk
