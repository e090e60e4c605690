/*
 * wine 8 lacks bcryptprimitives.dll, which every Go program on Windows loads
 * from system32. This is the one function that Go calls there. Windows itself
 * has it; nothing of this is shipped.
 */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG size); /* RtlGenRandom, of advapi32 */

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T size)
{
	while (size > 0) {
		ULONG part = size > 0x40000000 ? 0x40000000 : (ULONG)size;
		if (!SystemFunction036(buffer, part))
			return FALSE;
		buffer += part;
		size -= part;
	}
	return TRUE;
}
