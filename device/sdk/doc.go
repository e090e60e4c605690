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
// talks to sim.Serve as the vendor's library talks to WxpayFaceService. Start
// reading with library.go.
//
// Decisions taken:
//   - A child process by default. A crash in a library kills the process that
//     loaded it and leaves a till's terminal unusable, a call that hangs can
//     only be ended by ending its process, and a library's printf would draw
//     into the screen. The child may also have another bitness than the till.
//   - A crash of the library never makes a payment doubtful: before the face
//     code nothing was submitted, and after it the library has no say.
//   - The library is never unloaded and is loaded by absolute path only.
//   - After a death only releaseWxpayface and initWxpayface go through to the new
//     child: the service outlives the library, and the dead one's page with it.
//   - The C library's stdout is set to hold no line back, so that the last words
//     of a crash are in the log. Lines are masked, and long ones cut between words.
//   - The child finds its token in the environment, not in its arguments, which
//     every user of the machine can read.
package sdk
