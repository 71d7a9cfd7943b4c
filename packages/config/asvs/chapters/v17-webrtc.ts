import { none, type Requirement } from '../requirement.ts'

/** V17: WebRTC. */
export const webrtc: Requirement[] = none('there is no WebRTC', [
  ['17.1.1', 2, 'TURN reaches no inner addresses'],
  ['17.2.1', 2, 'keys of DTLS are managed'],
  ['17.2.2', 2, 'DTLS uses approved suites'],
  ['17.2.3', 2, 'SRTP is authenticated'],
  ['17.2.4', 2, 'malformed packets stop nothing'],
  ['17.3.1', 2, 'signalling survives a flood'],
  ['17.3.2', 2, 'signalling survives malformed messages'],
])
