with

cases as (

    select
        'all there' as case_name,
        {{ text_literal(
            '{"page": {"url": "/a"}, "name": "say \\"hi\\" é", "props": {"b":[1]}}'
        ) }} as document,
        'say "hi" é' as expected_name,
        '{"b":[1]}' as expected_props,
        '/a' as expected_url
    union all
    -- a scalar of another kind where text is asked for
    select
        'scalars' as case_name,
        '{"name": 12, "props": "x", "page": {"url": false}}' as document,
        '12' as expected_name,
        '"x"' as expected_props,
        'false' as expected_url
    union all
    select
        'nulls' as case_name,
        '{"name": null, "props": null, "page": null}' as document,
        null as expected_name,
        null as expected_props,
        null as expected_url
    union all
    select
        'absent, other case of letters' as case_name,
        '{"Name": "x", "page": {"URL": "/a"}}' as document,
        null as expected_name,
        null as expected_props,
        null as expected_url
    union all
    -- a nested field of what is no object is absent, not an error
    select
        'no object where one is asked for' as case_name,
        '{"name": "null", "page": "home"}' as document,
        'null' as expected_name,
        null as expected_props,
        null as expected_url
    union all
    -- text without white space in its own order: numbers by value, letters as themselves
    select
        'nested' as case_name,
        {{ text_literal(
            '{"props": {"z": [1.50, 12345678.5, 1e2, 1E+25, 1.5e-7, 0.00001, -0, -2e-3,'
            ~ ' 12345678901234567890123], "a": "\\ud83d\\ude00 😀 \\/ \\u00e9 \\"1.5E7\\" \\\\",'
            ~ ' "z": null, "n": true}}'
        ) }} as document,
        null as expected_name,
        {{ text_literal(
            '{"z":[1.5,12345678.5,100.0,1e25,1.5e-7,0.00001,0,-0.002,12345678901234567890123],'
            ~ '"a":"😀 😀 / é \\"1.5E7\\" \\\\","z":null,"n":true}'
        ) }} as expected_props,
        null as expected_url
    union all
    -- of a name that comes twice the first counts
    select
        'twice' as case_name,
        '{"name": "a", "page": {"url": "/a", "url": "/b"}, "name": "b", "page": 1}'
            as document,
        'a' as expected_name,
        null as expected_props,
        '/a' as expected_url
    union all
    -- texts that look like something else
    select
        'texts' as case_name,
        {{ text_literal(
            '{"name": "{\\"a\\": 1}", "props": "{\\"a\\": 1}", "page": {"url": "1"}}'
        ) }} as document,
        {{ text_literal('{"a": 1}') }} as expected_name,
        {{ text_literal('"{\\"a\\": 1}"') }} as expected_props,
        '1' as expected_url
    union all
    select
        'an array of objects' as case_name,
        '[{"name": "a"}]' as document,
        null as expected_name,
        null as expected_props,
        null as expected_url
    union all
    select
        'no object at all' as case_name,
        '[1]' as document,
        null as expected_name,
        null as expected_props,
        null as expected_url
    union all
    select
        'null' as case_name,
        cast(null as {{ dbt.type_string() }}) as document,
        null as expected_name,
        null as expected_props,
        null as expected_url

),

parsed as (

    select
        case_name,
        expected_name,
        expected_props,
        expected_url,
        {{ json_fields('document', {
            'name': 'text', 'props': 'json', 'page': {'url': 'text'},
        }) }} as fields
    from cases

)

select * from parsed
where
    fields.name is distinct from expected_name
    or cast(fields.props as {{ dbt.type_string() }}) is distinct from expected_props
    or fields.page.url is distinct from expected_url
