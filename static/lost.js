// Nothing stands at this address: the page around, which shows it in a frame, hears so.
if (parent !== self) parent.postMessage({ backstep: 1, type: 'lost' }, '*');
