# Tests of core/, one line each.
headlight_test(tst_unicode core LINK headlight::core)
headlight_test(tst_word_tokenizer core LINK headlight::core)
headlight_test(tst_npz core LINK headlight::core)
headlight_test(tst_file core LINK headlight::core)
headlight_test(tst_stored_type core LINK headlight::core)
headlight_test(tst_tokenizer_golden core LINK headlight::core)
