{#- What a request to a web server is called as an event, by its method, status (a number) and path
    (small letters). Page views are what a browser shows: HEAD asks for no page, 204 and 205 send none,
    and 206 sends a part of a file. -#}
{% macro web_request_name(method, status, path) -%}
    {%- set assets = 'css|js|mjs|map|json|xml|rss|atom|txt|webmanifest|wasm|png|jpe?g|gif|ico|svg|webp|avif'
        ~ '|bmp|woff2?|ttf|otf|eot|mp[34]|m4[av]|webm|og[gv]|wav|mov|avi|flv|swf|m3u8|ts|m4s' -%}
    {%- set downloads = 'pdf|zip|gz|tgz|bz2|xz|7z|rar|tar|dmg|exe|msi|deb|rpm|apk|iso|jar|csv|docx?|xlsx?'
        ~ '|pptx?|epub' -%}
    case
        when {{ status }} >= 400 then 'request_failed'
        when {{ status }} between 300 and 399 and {{ status }} <> 304 then 'redirect'
        when {{ regexp_contains(path, "'^/(api|graphql|rest|rpc|wp-json)(/|$)'") }}
            then 'api_request'
        when {{ status }} = 206 or {{ regexp_contains(path, "'[.](" ~ assets ~ ")$'") }}
            then 'asset_request'
        when {{ method }} in ('POST', 'PUT', 'PATCH', 'DELETE') then 'form_post'
        when
            {{ method }} <> 'GET'
            or not ({{ status }} between 200 and 203 or {{ status }} = 304)
            then 'other_request'
        when {{ regexp_contains(path, "'[.](" ~ downloads ~ ")$'") }} then 'file_downloaded'
        else 'page_view'
    end
{%- endmacro %}
