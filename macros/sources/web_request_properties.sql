{#- What a request to a web server says besides its time, visitor and page, as a JSON object (text). `path` is
    null for page views, whose page has it; `seconds` the digits of a duration, or empty. -#}
{% macro web_request_properties(method, status, bytes, seconds, path) -%}
    concat(
        '{"method":"', {{ method }}, '","status_code":', {{ status }},
        ',"bytes":', {{ bytes }},
        case when {{ seconds }} <> '' then ',"request_seconds":' || {{ seconds }} else '' end,
        coalesce(
            ',"path":"' || replace(replace(
                {{ replace_matches(path, text_literal('[\\x00-\\x1f]'), "'?'") }},
                chr(92), chr(92) || chr(92)
            ), '"', chr(92) || '"') || '"',
            ''
        ),
        '}'
    )
{%- endmacro %}
