export { createUnconfiguredBridge } from './unconfigured-bridge.ts';
export { createZoom, type Zoom } from './zoom.ts';
