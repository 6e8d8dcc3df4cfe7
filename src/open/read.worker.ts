/** Reads a trace beside the page. */
import { handOver } from './handOver.ts';
import { read } from './read.ts';

self.onmessage = ({ data }: MessageEvent<string | Uint8Array>) =>
	handOver(
		() => read(data),
		(message, transfer = []) => {
			self.postMessage(message, { transfer });
		}
	);
