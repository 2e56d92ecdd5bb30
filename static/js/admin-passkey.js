"use strict";
// Asks the browser for a passkey when the button is pressed, by allauth's script, and sends the form.
// Without scripts the button stays hidden, and codes do.
{
    const button = document.getElementById("passkey");
    const failed = document.getElementById("no-passkey");
    const itself = "passkey";
    allauth.webauthn.forms[button.dataset.form]({
        ids: {
            add: itself,
            authenticate: itself,
            login: itself,
            credential: button.dataset.credential,
            data: "js_data",
            passwordless: "id_passwordless",
        },
    });
    button.hidden = false;
    document.addEventListener("allauth.error", (event) => {
        event.preventDefault();
        failed.hidden = false;
    });
}
