/** Whether another thread can do work beside the page: a sandboxed frame may fetch no worker, and the page waits there. */
export const canWorkBeside = (): boolean => typeof Worker !== 'undefined' && self.origin !== 'null';
