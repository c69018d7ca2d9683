"""Which topic declares which functions. Written by ``python -m conformance.function_index``."""

TOPICS = {
    "aggregates": """
        any any_value array_agg avg bit_and bit_or bit_xor bool_and bool_or collect_list collect_set
        collect_union count count_if every first first_value grouping grouping_id last last_value listagg max
        max_by mean min min_by product some string_agg sum try_avg try_sum
    """,
    "arrays": """
        array array_append array_compact array_contains array_distinct array_except array_insert
        array_intersect array_join array_max array_min array_position array_prepend array_remove array_repeat
        array_size array_union arrays_overlap arrays_zip flatten get sequence shuffle slice sort_array
    """,
    "avro": """
        from_avro schema_of_avro to_avro
    """,
    "bitmaps": """
        bitmap_and_agg bitmap_bit_position bitmap_bucket_number bitmap_construct_agg bitmap_count
        bitmap_or_agg
    """,
    "casts": """
        bigint binary boolean date decimal double float int smallint string time timestamp tinyint
    """,
    "ciphers": """
        aes_decrypt aes_encrypt hmac try_aes_decrypt
    """,
    "clocks": """
        make_time time_bucket time_diff time_from_micros time_from_millis time_from_seconds time_to_micros
        time_to_millis time_to_seconds time_trunc
    """,
    "collations": """
        collations
    """,
    "conditional": """
        coalesce if ifnull nvl when
    """,
    "datetime": """
        add_months convert_timezone curdate current_date current_time current_timestamp current_timezone
        date_add date_diff date_from_unix_date date_part date_sub date_trunc dateadd datediff datepart day
        dayname dayofmonth dayofweek dayofyear extract from_utc_timestamp hour last_day localtime
        localtimestamp make_date make_timestamp make_timestamp_ltz make_timestamp_ntz minute month monthname
        months_between next_day now quarter second timestamp_micros timestamp_millis timestamp_seconds
        timestampadd timestampdiff to_utc_timestamp trunc try_make_timestamp try_make_timestamp_ltz
        try_make_timestamp_ntz unix_date unix_micros unix_millis unix_seconds weekday weekofyear window_time
        year
    """,
    "datetime_formats": """
        date_format from_unixtime to_date to_time to_timestamp to_timestamp_ltz to_timestamp_ntz
        to_unix_timestamp try_to_date try_to_time try_to_timestamp unix_timestamp
    """,
    "encodings": """
        base64 crc32 decode encode from_base32 hash is_valid_utf8 jaro_winkler_similarity levenshtein
        luhn_check make_valid_utf8 md5 parse_url randstr sha sha1 sha2 soundex to_base32 to_binary
        try_parse_url try_to_binary try_url_decode try_validate_utf8 unbase64 url_decode url_encode uuid
        validate_utf8 xxhash64
    """,
    "formats": """
        format_number format_string printf to_char to_number to_varchar try_to_number
    """,
    "generators": """
        explode explode_outer inline inline_outer json_tuple posexplode posexplode_outer stack
    """,
    "higher_order": """
        aggregate array_sort exists filter forall map_filter map_zip_with reduce transform transform_keys
        transform_values zip_with
    """,
    "intervals": """
        make_dt_interval make_interval make_ym_interval try_make_interval
    """,
    "json_paths": """
        get_json_object json_array_length json_object_keys
    """,
    "keywords": """
        sql_keywords
    """,
    "maps": """
        cardinality element_at map map_concat map_contains_key map_entries map_from_arrays map_from_entries
        map_keys map_values size str_to_map try_element_at
    """,
    "math": """
        << >> >>> abs acos acosh asin asinh atan atan2 atanh bin bit_count bit_get bround cbrt ceil ceiling
        conv cos cosh cot csc degrees e equal_null exp expm1 factorial floor getbit greatest hex hypot isnan
        least ln log log10 log1p log2 mod nanvl nullif nullifzero nvl2 pi pmod pow power radians rand randn
        random rint round sec shiftleft shiftright shiftrightunsigned sign signum sin sinh sqrt tan tanh
        try_add try_divide try_mod try_multiply try_subtract unhex uniform width_bucket zeroifnull
    """,
    "misc": """
        assert_true current_catalog current_database current_path current_schema current_user
        input_file_block_length input_file_block_start input_file_name java_method measure
        monotonically_increasing_id raise_error reflect session_user spark_partition_id timestamp_nanos
        try_reflect typeof unix_nanos unwrap_udt user version
    """,
    "operators": """
        ! != % & * + - / < <= <=> <> = == > >= ^ and between div in isfalse isnotfalse isnotnull isnottrue
        isnotunknown isnull istrue isunknown negative not or positive unary- | ~
    """,
    "patterns": """
        ilike like likeall likeany notlikeall notlikeany regexp regexp_count regexp_extract regexp_extract_all
        regexp_instr regexp_like regexp_replace regexp_substr rlike sentences split
    """,
    "sketches": """
        approx_top_k approx_top_k_accumulate approx_top_k_combine approx_top_k_estimate count_min_sketch
        hll_sketch_agg hll_sketch_estimate hll_union hll_union_agg kll_merge_agg_bigint kll_merge_agg_double
        kll_merge_agg_float kll_sketch_agg_bigint kll_sketch_agg_double kll_sketch_agg_float
        kll_sketch_get_n_bigint kll_sketch_get_n_double kll_sketch_get_n_float kll_sketch_get_quantile_bigint
        kll_sketch_get_quantile_double kll_sketch_get_quantile_float kll_sketch_get_rank_bigint
        kll_sketch_get_rank_double kll_sketch_get_rank_float kll_sketch_merge_bigint kll_sketch_merge_double
        kll_sketch_merge_float kll_sketch_to_string_bigint kll_sketch_to_string_double
        kll_sketch_to_string_float theta_difference theta_intersection theta_intersection_agg theta_sketch_agg
        theta_sketch_estimate theta_union theta_union_agg tuple_difference_double tuple_difference_integer
        tuple_difference_theta_double tuple_difference_theta_integer tuple_intersection_agg_double
        tuple_intersection_agg_integer tuple_intersection_double tuple_intersection_integer
        tuple_intersection_theta_double tuple_intersection_theta_integer tuple_sketch_agg_double
        tuple_sketch_agg_integer tuple_sketch_estimate_double tuple_sketch_estimate_integer
        tuple_sketch_summary_double tuple_sketch_summary_integer tuple_sketch_theta_double
        tuple_sketch_theta_integer tuple_union_agg_double tuple_union_agg_integer tuple_union_double
        tuple_union_integer tuple_union_theta_double tuple_union_theta_integer
    """,
    "spatial": """
        st_asbinary st_geogfromwkb st_geomfromwkb st_setsrid st_srid
    """,
    "statistics": """
        approx_count_distinct approx_percentile corr covar_pop covar_samp histogram_numeric kurtosis median
        mode percentile percentile_approx percentile_cont percentile_disc regr_avgx regr_avgy regr_count
        regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy skewness std stddev stddev_pop
        stddev_samp var_pop var_samp variance
    """,
    "strings": """
        ascii bit_length btrim char char_length character_length chr collate collation concat concat_ws
        contains elt endswith find_in_set initcap instr lcase left len length locate lower lpad ltrim mask
        octet_length overlay position quote repeat replace reverse right rpad rtrim space split_part
        startswith substr substring substring_index translate trim ucase upper ||
    """,
    "structs": """
        () named_struct struct
    """,
    "variants": """
        is_valid_variant is_variant_null parse_json schema_of_variant schema_of_variant_agg
        semistructuredextract to_variant_object try_parse_json try_variant_array_append try_variant_get
        try_variant_insert try_variant_set variant_array_append variant_delete variant_explode
        variant_explode_outer variant_get variant_insert variant_set variant_strip_nulls
    """,
    "vectors": """
        vector_avg vector_cosine_similarity vector_inner_product vector_l2_distance vector_norm
        vector_normalize vector_sum
    """,
    "window_functions": """
        counter_diff cume_dist dense_rank lag lead nth_value ntile percent_rank rank row_number
    """,
    "written": """
        from_csv from_json from_xml schema_of_csv schema_of_json schema_of_xml to_csv to_json to_xml
    """,
    "xml_paths": """
        xpath xpath_boolean xpath_double xpath_float xpath_int xpath_long xpath_number xpath_short
        xpath_string
    """,
}
