import { memoryStore } from '../../../src/handlers';
import { testFileStore } from './file-store-rules';

testFileStore(memoryStore);
